import { sizeOf, type ArraySpec, type Shape } from "@openhcs/core";
import { shrinkingFirst, tapsAt, type AxisTaps, type Interpolation } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { filled, tableOf, widestFloat, type Numbers } from "./numbers.js";
import { splineImage } from "./spline-image.js";

const mostElements = 2 ** 30;

/** `true`, or why such shapes are left to the reference: positions are 32-bit integers, also with a border and between the axes. */
export function fitsResampling(image: Pick<ArraySpec, "shape"> | undefined, target: Shape | undefined): true | string {
  const shape = image?.shape ?? [];
  const between = shape.map((extent, axis) => Math.max(extent, target?.[axis] ?? 0) + 24);
  return sizeOf(between) <= mostElements || "leaves arrays of more than 2³⁰ elements, a border included, to the reference";
}

/** Where element i of the result lies along an axis of the image. */
export type Coordinate = (axis: number, i: number) => number;

/** Numbers read at coordinates that depend on one axis each; takes them over. */
export async function resampled(work: DeviceWork, numbers: Numbers, target: Shape, interpolation: Interpolation, coordinate: Coordinate): Promise<Numbers> {
  if (sizeOf(numbers.shape) === 0) return filled(work, target, interpolation.cval);
  let from = numbers;
  const taps: AxisTaps[] = [];
  for (const axis of shrinkingFirst(numbers.shape, target)) {
    const spline = await splineImage(work, from, [axis], interpolation);
    const coordinates = Float64Array.from({ length: target[axis] as number }, (_, i) => coordinate(axis, i) + (spline.pad[axis] as number));
    const ofAxis = tapsAt(coordinates, spline.shape[axis] as number, interpolation);
    from = await resampleAxis(work, spline, axis, ofAxis, interpolation.cval);
    taps[axis] = ofAxis;
  }
  await fillOutside(work, from, taps, interpolation.cval);
  return from;
}

/** Weighted sums along one axis, in the float of the numbers; takes the numbers over. */
export async function resampleAxis(work: DeviceWork, { values, shape }: Numbers, axis: number, taps: AxisTaps, cval: number): Promise<Numbers> {
  const compute = values.dtype === "float64" ? "float64" : "float32";
  const program = await work.program(kernelSource("geometry/resample.cl", { compute }));
  const result = shape.map((extent, at) => (at === axis ? taps.count : extent));
  const size = sizeOf(result);
  const out = work.array(compute, result);
  if (size === 0) return { values: out, shape: result };
  const [pixels, weights] = [await work.table(taps.pixels, "int32"), await tableOf(work, taps.weights, compute)];
  const inner = sizeOf(shape.slice(axis + 1));
  program.launch("resample_axis", size, [values, out, pixels, weights, taps.width, taps.count, shape[axis] as number, inner, cval, size]);
  for (const used of [pixels, weights, values]) work.free(used);
  return { values: out, shape: result };
}

async function fillOutside(work: DeviceWork, { values, shape }: Numbers, taps: readonly AxisTaps[], cval: number): Promise<void> {
  const size = sizeOf(shape);
  const program = await work.program(kernelSource("geometry/resample.cl", { compute: widestFloat(work) }));
  for (const [axis, { count, outside }] of taps.entries()) {
    if (!outside.includes(1)) continue;
    program.launch("fill_outside", size, [values, await work.table(outside, "uint8"), count, sizeOf(shape.slice(axis + 1)), cval, size]);
  }
}
