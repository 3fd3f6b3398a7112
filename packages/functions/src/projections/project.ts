import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { medianOf } from "./median-of.js";

export const projectionMethods = ["max", "min", "mean", "sum", "std", "var", "median"] as const;
export type ProjectionMethod = (typeof projectionMethods)[number];

/** The lines along an axis, folded one plane after the other into float64: the shape without that axis. */
export function project(method: ProjectionMethod, values: Numbers, shape: Shape, axis: number): Float64Array {
  const extent = shape[axis] as number;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const projected = new Float64Array(outer * inner);
  const slab = new Float64Array(extent * inner);
  for (let o = 0; o < outer; o++) {
    slab.set(values.subarray(o * slab.length, (o + 1) * slab.length));
    folds[method](slab, projected.subarray(o * inner, (o + 1) * inner), extent);
  }
  return projected;
}

/** Folds `extent` planes that lie one after another in `slab` into one. */
type Fold = (slab: Float64Array, out: Float64Array, extent: number) => void;

const folds: Readonly<Record<ProjectionMethod, Fold>> = {
  max(slab, out) {
    out.fill(-Infinity);
    for (let i = 0, at = 0; i < slab.length; i++, at = at + 1 === out.length ? 0 : at + 1) out[at] = Math.max(out[at] as number, slab[i] as number);
  },
  min(slab, out) {
    out.fill(Infinity);
    for (let i = 0, at = 0; i < slab.length; i++, at = at + 1 === out.length ? 0 : at + 1) out[at] = Math.min(out[at] as number, slab[i] as number);
  },
  sum,
  mean(slab, out, extent) {
    sum(slab, out);
    for (let at = 0; at < out.length; at++) out[at] = (out[at] as number) / extent;
  },
  var: variance,
  std(slab, out, extent) {
    variance(slab, out, extent);
    for (let at = 0; at < out.length; at++) out[at] = Math.sqrt(out[at] as number);
  },
  median(slab, out, extent) {
    const line = new Float64Array(extent);
    for (let at = 0; at < out.length; at++) {
      for (let k = 0; k < extent; k++) line[k] = slab[k * out.length + at] as number;
      out[at] = medianOf(line);
    }
  },
};

function sum(slab: Float64Array, out: Float64Array): void {
  for (let i = 0, at = 0; i < slab.length; i++, at = at + 1 === out.length ? 0 : at + 1) out[at] = (out[at] as number) + (slab[i] as number);
}

/** In two passes, mean first, so that large offsets cost no digits. */
function variance(slab: Float64Array, out: Float64Array, extent: number): void {
  const means = new Float64Array(out.length);
  folds.mean(slab, means, extent);
  for (let i = 0, at = 0; i < slab.length; i++, at = at + 1 === out.length ? 0 : at + 1) {
    const deviation = (slab[i] as number) - (means[at] as number);
    out[at] = (out[at] as number) + deviation * deviation;
  }
  for (let at = 0; at < out.length; at++) out[at] = (out[at] as number) / extent;
}
