import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { reducedAxes, type Axes } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { gather } from "../../wgsl/shader.js";

/** The lines of an image that are reduced to one value each. */
export interface GpuLines {
  /** The image, or its elements reordered where lines are scattered. */
  readonly elements: WebGpuArray;
  readonly length: number;
  readonly lines: number;
  /** How far the elements of a line lie apart, which is how many lines lie beside each other. */
  readonly inner: number;
  /** The axes that are left. */
  readonly shape: Shape;
  /** Parts of which each line is reduced by itself first: enough to fill a device where lines are few, and none shorter than is worth it. */
  readonly parts: number;
}

/** How an image is cut into lines along axes, in C order of these. */
export async function linesOf(image: WebGpuArray, axis: Axes, work: GpuWork): Promise<GpuLines> {
  const reduced = reducedAxes(axis, image.shape.length);
  const kept = image.shape.map((_, at) => at).filter((at) => !reduced.includes(at));
  const shape = kept.map((at) => image.shape[at] as number);
  const length = sizeOf(reduced.map((at) => image.shape[at] as number));
  const lines = sizeOf(shape);
  const last = reduced.filter((at) => image.shape[at] !== 1).at(-1) ?? image.shape.length;
  const isTogether = kept.every((at) => image.shape[at] === 1 || at > last || reduced.every((other) => image.shape[other] === 1 || other > at));
  const elements = isTogether || lines * length === 0 ? image : await reordered(image, [...kept, ...reduced], work);
  const inner = Math.max(1, isTogether ? sizeOf(image.shape.slice(last + 1)) : 1);
  const parts = Math.max(1, Math.min(Math.ceil(16_384 / Math.max(1, lines)), Math.floor(length / 64)));
  return { elements, length, lines, inner, shape, parts };
}

/** Numbers by which a shader with {@link lineParts} knows lines. */
export const lineNumbers = { lines: "u32", length: "u32", inner: "u32", parts: "u32" } as const;

/** The elements of a part of a line: from `start` on, `count` of them, `n.inner` apart. Parts lie beside each other by their place in a line. */
export const lineParts = `
struct Part { start: u32, count: u32, line: u32 }
fn part_of(i: u32) -> Part {
  let line = i % n.lines;
  let chunk = (n.length + n.parts - 1u) / n.parts;
  let first = min(i / n.lines * chunk, n.length);
  let last = min(first + chunk, n.length);
  return Part(line / n.inner * n.length * n.inner + line % n.inner + first * n.inner, last - first, line);
}`;

async function reordered(image: WebGpuArray, order: readonly number[], work: GpuWork): Promise<WebGpuArray> {
  const strides = contiguousStrides(image.shape);
  const table = work.table(Int32Array.from(order.flatMap((at) => [image.shape[at] as number, strides[at] as number])), "int32");
  const made = work.array(image.dtype, [sizeOf(image.shape)]);
  const shader = gather({
    name: "reorder", reads: { IN: image.dtype, AXES: "int32" }, out: image.dtype, numbers: { rank: "u32" },
    code: `fn element_of(i: u32) -> OUT_v {
  var rest = i;
  var at = 0u;
  for (var axis = n.rank; axis > 0u; axis--) {
    let extent = u32(load_AXES(2u * axis - 2u));
    at += rest % extent * u32(load_AXES(2u * axis - 1u));
    rest /= extent;
  }
  return load_IN(at);
}`,
  });
  await work.gather(shader, [image, table, made], { rank: order.length });
  return made;
}
