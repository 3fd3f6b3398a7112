import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { interpolationModes, type AffineMap, type Interpolation } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { filled, tableOf, widestFloat, type Numbers } from "./numbers.js";
import { splineImage } from "./spline-image.js";

/** Splines of more axes than this are left to the reference: a point would take hundreds of pixels. */
export const mostAxes = 3;

/** An image read where an affine map of some of its axes leads, all others taken as planes; takes the numbers over. */
export async function sampleAffine(work: DeviceWork, numbers: Numbers, axes: readonly number[], target: Shape, map: AffineMap, interpolation: Interpolation): Promise<Numbers> {
  const { order, mode, cval } = interpolation;
  if (sizeOf(numbers.shape) === 0) return filled(work, target, cval);
  const spline = await splineImage(work, numbers, axes, interpolation);
  const compute = widestFloat(work);
  const result = work.array(compute, target);
  const size = sizeOf(target);
  if (size === 0) return { values: result, shape: target };
  // An image of fewer or more axes than the result has no planes: all its axes are mapped.
  const targetAxes = axes.length === spline.shape.length ? [...target.keys()] : axes;
  const others = target.map((_, axis) => axis).filter((axis) => !targetAxes.includes(axis));
  const [from, to] = [contiguousStrides(spline.shape), contiguousStrides(target)];
  const grid = [
    ...axes.flatMap((axis) => [spline.shape[axis], from[axis]]),
    ...targetAxes.flatMap((axis) => [target[axis], to[axis]]),
    ...others.flatMap((axis) => [target[axis], from[axis], to[axis]]),
  ] as number[];
  const offsets = map.offset.map((distance, at) => distance + (spline.pad[axes[at] as number] as number));
  const files = ["geometry/boundary.cl", "geometry/interpolation.cl", "geometry/sample-affine.cl"];
  const defines = { ORDER: order, AXES: axes.length };
  const program = await work.program(kernelSource(files, { compute, defines }));
  const tables = [await work.table(Int32Array.from(grid), "int32"), await tableOf(work, Float64Array.from([...map.matrix.flat(), ...offsets]))] as const;
  program.launch("sample_affine", size, [spline.values, result, ...tables, targetAxes.length, others.length, interpolationModes.indexOf(mode), cval, size]);
  for (const used of [spline.values, ...tables]) work.free(used);
  return { values: result, shape: target };
}
