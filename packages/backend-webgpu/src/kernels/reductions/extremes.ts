import { isFloat, type ArraySpec, type FunctionDefinition } from "@openhcs/core";
import { argmax, argmin, max, min } from "@openhcs/functions";
import type { Axes, NanPolicy } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { byItem, gather, type Shader } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { lineNumbers, lineParts, linesOf, type GpuLines } from "./lines.js";
import { withValue } from "./with-value.js";

/** 1 for the largest elements, −1 for the smallest. */
type Sign = 1 | -1;

const cost = { latencyUs: 400, gbPerSec: 4 } as const;

export const extremeReductions: readonly GpuKernel[] = [values(min, -1), values(max, 1), indices(argmin, -1), indices(argmax, 1)];

interface Choices {
  readonly axis?: Axes;
  readonly nanPolicy: NanPolicy;
}

function values(definition: FunctionDefinition, sign: Sign): GpuKernel {
  return gpuKernel(definition as FunctionDefinition, {
    cost,
    async run(inputs, parameters, work) {
      const { axis, nanPolicy } = parameters as unknown as Choices;
      return await withValue(await extremeValues(await linesOf((inputs as Readonly<Record<"image", WebGpuArray>>).image, axis, work), sign, nanPolicy, work), work) as never;
    },
  });
}

/** A line of NaN alone has no index, which is known only when it is too late to refuse it. */
function indices(definition: FunctionDefinition, sign: Sign): GpuKernel {
  return gpuKernel(definition as FunctionDefinition, {
    cost,
    supports(inputs, parameters) {
      const image = (inputs as Readonly<Record<string, ArraySpec>>)["image"];
      return (parameters as unknown as Choices).nanPolicy !== "omit" || image === undefined || !isFloat(image.dtype) || "leaves positions without NaN to the reference";
    },
    async run(inputs, parameters, work) {
      const lines = await linesOf((inputs as Readonly<Record<"image", WebGpuArray>>).image, (parameters as unknown as Choices).axis, work);
      const places = await extremePlaces(lines, sign, "propagate", work);
      const out = work.array("uint32", lines.shape);
      const shader = gather({ name: "extremeIndex", reads: { PLACES: "uint32" }, out: "uint32", numbers: { inner: "u32", length: "u32" }, code: "fn element_of(i: u32) -> OUT_v { return load_PLACES(i) / n.inner % n.length; }" });
      await work.gather(shader, [places, out], { inner: lines.inner, length: lines.length });
      return await withValue(out, work) as never;
    },
  });
}

/** The extremes of lines, in their dtype; NaN where a line has no number. */
export async function extremeValues(lines: GpuLines, sign: Sign, nanPolicy: NanPolicy, work: GpuWork): Promise<WebGpuArray> {
  const { dtype } = lines.elements;
  const places = await extremePlaces(lines, sign, nanPolicy, work);
  const out = work.array(dtype, lines.shape);
  const code = `fn element_of(i: u32) -> OUT_v { let at = load_PLACES(i); if (at == 0xffffffffu) { return ${isFloat(dtype) ? "nan()" : "OUT_v(0)"}; } return load_IN(at); }`;
  await work.gather(gather({ name: "extremeValue", reads: { IN: dtype, PLACES: "uint32" }, out: dtype, code }), [lines.elements, places, out]);
  return out;
}

/** Where each line has its first extreme: of parts of lines first, then of the parts. */
async function extremePlaces(lines: GpuLines, sign: Sign, nanPolicy: NanPolicy, work: GpuWork): Promise<WebGpuArray> {
  const { elements, length, lines: count, inner, parts } = lines;
  const [partial, places] = [work.array("uint32", [count * parts]), work.array("uint32", [count])];
  const numbers = { lines: count, length, inner, parts, omits: Number(nanPolicy === "omit") };
  const dtypes = { reads: { IN: elements.dtype }, numbers: { ...lineNumbers, omits: "u32" as const } };
  const compared = comparison(elements, sign);
  const ofParts = byItem({ ...dtypes, name: "extremeParts", writes: { PLACES: "uint32" }, code: `${lineParts}
${compared}
fn item(i: u32) {
  if (i >= n.lines * n.parts) { return; }
  let part = part_of(i);
  var best = 0xffffffffu;
  for (var k = 0u; k < part.count; k++) { best = more_extreme(best, part.start + k * n.inner); }
  PLACES[i] = best;
}` });
  const ofLines: Shader = byItem({ ...dtypes, reads: { ...dtypes.reads, PARTS: "uint32" }, name: "extremeLines", writes: { PLACES: "uint32" }, code: `${compared}
fn item(i: u32) {
  if (i >= n.lines) { return; }
  var best = 0xffffffffu;
  for (var part = 0u; part < n.parts; part++) { let place = load_PARTS(part * n.lines + i); if (place != 0xffffffffu) { best = more_extreme(best, place); } }
  PLACES[i] = best;
}` });
  await work.launch(ofParts, [elements, partial], numbers, count * parts);
  await work.launch(ofLines, [elements, partial, places], numbers, count);
  return places;
}

/** `best` is nowhere at first; the first NaN comes before all others, or counts for nothing where NaN are omitted. */
function comparison({ dtype }: WebGpuArray, sign: Sign): string {
  const isMore = isFloat(dtype) ? (sign > 0 ? "is_less(y, x)" : "is_less(x, y)") : sign > 0 ? "x > y" : "x < y";
  return `fn more_extreme(best: u32, place: u32) -> u32 {
  let x = load_IN(place);
  ${isFloat(dtype) ? "if (n.omits != 0u && is_nan(x)) { return best; }" : ""}
  if (best == 0xffffffffu) { return place; }
  let y = load_IN(best);
  ${isFloat(dtype) ? "if (is_nan(y)) { return best; } if (is_nan(x)) { return place; }" : ""}
  return select(best, place, ${isMore});
}`;
}
