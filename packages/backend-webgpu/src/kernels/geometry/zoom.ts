import { sizeOf, type Shape } from "@openhcs/core";
import { zoom } from "@openhcs/functions";
import { shrinkingFirst, tapsAt, zoomCoordinate, zoomedShape, type AxisTaps, type Interpolation } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel } from "../gpu-kernel.js";

export const zoomKernel = gpuKernel(zoom, {
  cost: { latencyUs: 500, gbPerSec: 1 },
  dtypes: ["float32"],
  supports({ image }, { order }) {
    if (image !== undefined && sizeOf(image.shape) === 0) return "leaves images without pixels to the reference";
    return order < 2 || "leaves splines of order 2 and more to double precision";
  },
  async run({ image }, { zoom: factors, gridMode, ...interpolation }, work) {
    const target = zoomedShape(image.shape, factors);
    return resampled(work, image, target, interpolation, zoomCoordinate(image.shape, target, gridMode));
  },
});

/** An image read at coordinates that depend on one axis each, one axis after another. */
async function resampled(work: GpuWork, image: WebGpuArray, target: Shape, interpolation: Interpolation, coordinate: (axis: number, i: number) => number): Promise<WebGpuArray> {
  let from = image;
  const taps: AxisTaps[] = [];
  for (const axis of shrinkingFirst(image.shape, target)) {
    const coordinates = Float64Array.from({ length: target[axis] as number }, (_, i) => coordinate(axis, i));
    const ofAxis = tapsAt(coordinates, from.shape[axis] as number, interpolation);
    const next = await resampleAxis(work, from, axis, ofAxis, interpolation.cval);
    if (from !== image) work.free(from);
    from = next;
    taps[axis] = ofAxis;
  }
  for (const [axis, { outside, count }] of taps.entries()) {
    if (outside.includes(1)) from = await filledOutside(work, from, { axis, outside, count }, interpolation.cval);
  }
  return from === image ? work.copy(image) : from;
}

/** Weighted sums along one axis; what reads beyond the image reads a number. */
async function resampleAxis(work: GpuWork, image: WebGpuArray, axis: number, { pixels, weights, width, count }: AxisTaps, cval: number): Promise<WebGpuArray> {
  const { shape } = image;
  const made = work.array("float32", shape.map((extent, at) => (at === axis ? count : extent)));
  if (sizeOf(made.shape) === 0) return made;
  const shader = gather({
    name: "resampleAxis", reads: { IN: "float32", PIXELS: "int32", WEIGHTS: "float32" }, out: "float32", numbers: { width: "u32", count: "u32", extent: "u32", inner: "u32", cval: "f32" },
    code: `fn element_of(i: u32) -> OUT_v {
  let point = i / n.inner % n.count;
  let line = i / n.inner / n.count * n.extent * n.inner + i % n.inner;
  var sum = 0.0;
  for (var k = 0u; k < n.width; k++) {
    let pixel = load_PIXELS(point * n.width + k);
    var value = n.cval;
    if (pixel >= 0) { value = load_IN(line + u32(pixel) * n.inner); }
    sum += value * load_WEIGHTS(point * n.width + k);
  }
  return sum;
}`,
  });
  const tables = [work.table(pixels, "int32"), work.table(Float32Array.from(weights), "float32")];
  await work.gather(shader, [image, ...tables, made], { width, count, extent: shape[axis] as number, inner: sizeOf(shape.slice(axis + 1)), cval });
  return made;
}

/** A number where the point lies outside along an axis. */
async function filledOutside(work: GpuWork, image: WebGpuArray, { axis, outside, count }: Pick<AxisTaps, "outside" | "count"> & { readonly axis: number }, cval: number): Promise<WebGpuArray> {
  const made = work.array("float32", image.shape);
  const shader = gather({
    name: "fillOutside", reads: { IN: "float32", OUTSIDE: "uint8" }, out: "float32", numbers: { count: "u32", inner: "u32", cval: "f32" },
    code: "fn element_of(i: u32) -> OUT_v { return select(load_IN(i), n.cval, load_OUTSIDE(i / n.inner % n.count) != 0u); }",
  });
  await work.gather(shader, [image, work.table(outside, "uint8"), made], { count, inner: sizeOf(image.shape.slice(axis + 1)), cval });
  work.free(image);
  return made;
}
