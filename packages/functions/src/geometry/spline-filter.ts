import type { Shape } from "@openhcs/core";
import { filterLines } from "../neighborhood/axis-lines.js";
import type { LineBlock } from "../neighborhood/axis-lines.js";
import type { Numbers } from "../neighborhood/elements.js";
import { pixelBoundary, type InterpolationMode } from "./interpolation-mode.js";

/** Poles of the recursive filters whose inverses are the B-splines of order 2 to 5 (Unser, Aldroubi and Eden 1991). */
export const splinePoles: Readonly<Record<number, readonly number[]>> = {
  2: [Math.sqrt(8) - 3],
  3: [Math.sqrt(3) - 2],
  4: [Math.sqrt(664 - Math.sqrt(438976)) + Math.sqrt(304) - 19, Math.sqrt(664 + Math.sqrt(438976)) - Math.sqrt(304) - 19],
  5: [Math.sqrt(67.5 - Math.sqrt(4436.25)) + Math.sqrt(26.25) - 6.5, Math.sqrt(67.5 + Math.sqrt(4436.25)) - Math.sqrt(26.25) - 6.5],
};

/** What a line is multiplied with before it is filtered. */
export function splineGain(order: number): number {
  return (splinePoles[order] as readonly number[]).reduce((product, pole) => product * (1 - pole) * (1 - 1 / pole), 1);
}

/** How a line goes on where its coefficients are concerned. */
export type Extension = "mirror" | "reflect" | "wrap";

/** Replaces the lines along an axis by the coefficients of the B-spline of order 2 to 5 that goes through them. Axes of extent 1 stay as they are. */
export function splineFilter(source: Numbers, target: Float64Array, shape: Shape, axis: number, order: number, mode: InterpolationMode): void {
  const extension = extensionOf(mode);
  filterLines(source, target, shape, axis, { before: 0, after: 0 }, { mode: "nearest", cval: 0 }, ({ extended, result, extent, lanes }) => {
    result.set(extended.subarray(0, extent * lanes));
    if (extent === 1) return;
    const gain = splineGain(order);
    for (let i = 0; i < extent * lanes; i++) result[i] = (result[i] as number) * gain;
    for (const pole of splinePoles[order] as readonly number[]) filterByPole({ extended, result, extent, lanes }, pole, extension);
  });
}

/** How lines go on in a mode. */
export function extensionOf(mode: InterpolationMode): Extension {
  const boundary = pixelBoundary(mode);
  return boundary === "wrap" || boundary === "mirror" ? boundary : boundary === "constant" ? "mirror" : "reflect";
}

function filterByPole({ result: c, extent, lanes }: LineBlock, pole: number, extension: Extension): void {
  const last = (extent - 1) * lanes;
  for (let lane = 0; lane < lanes; lane++) {
    c[lane] = firstCausal(c, lane, extent, lanes, pole, extension);
    for (let i = lane + lanes; i <= last + lane; i += lanes) c[i] = (c[i] as number) + pole * (c[i - lanes] as number);
    c[last + lane] = firstAnticausal(c, lane, extent, lanes, pole, extension);
    for (let i = last + lane - lanes; i >= 0; i -= lanes) c[i] = pole * ((c[i + lanes] as number) - (c[i] as number));
  }
}

/** The first value of the recursion forward over the endless continued line. */
function firstCausal(c: Float64Array, lane: number, extent: number, lanes: number, pole: number, extension: Extension): number {
  const at = (i: number) => c[lane + i * lanes] as number;
  let power = pole;
  if (extension === "wrap") {
    let sum = at(0);
    for (let i = 1; i < extent; i++, power *= pole) sum += power * at(extent - i);
    return sum / (1 - power);
  }
  const isMirror = extension === "mirror";
  const period = isMirror ? extent - 1 : extent;
  const far = pole ** period;
  let sum = at(0) + far * at(extent - 1);
  for (let i = 1; i < period; i++, power *= pole) {
    // SciPy has overwritten the first value by the time at which a reflected line reads it; the difference shows on short lines.
    const opposite = i === extent - 1 ? sum : at(extent - 1 - i);
    sum += power * (at(i) + far * opposite);
  }
  return isMirror ? sum / (1 - far * far) : (sum * pole) / (1 - far * far) + at(0);
}

/** The first value of the recursion backward, at the end of the line. */
function firstAnticausal(c: Float64Array, lane: number, extent: number, lanes: number, pole: number, extension: Extension): number {
  const at = (i: number) => c[lane + i * lanes] as number;
  if (extension === "mirror") return ((pole * at(extent - 2) + at(extent - 1)) * pole) / (pole * pole - 1);
  if (extension === "reflect") return (at(extent - 1) * pole) / (pole - 1);
  let power = pole;
  let sum = at(extent - 1);
  for (let i = 0; i < extent - 1; i++, power *= pole) sum += power * at(i);
  return (sum * pole) / (power - 1);
}
