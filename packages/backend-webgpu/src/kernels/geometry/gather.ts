import { contiguousStrides, fromFloat16, isFloat, NdArray, normalizeAxis, sizeOf, type ArraySpec, type Shape } from "@openhcs/core";
import { crop, flip, pad, rot90, transpose } from "@openhcs/functions";
import { cropRanges, padConstant, padReads, padWidths, type PadWidth } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { valueType } from "../../wgsl/element.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";

const cost = { latencyUs: 300, gbPerSec: 3 } as const;
const mostElements = 2 ** 30;

/** What an axis of a result reads: an axis of the image, and positions along it, −1 outside of it. */
interface AxisReads {
  readonly axis: number;
  readonly reads: Int32Array;
}

/** Results whose axes each read chosen positions along one axis of the image. */
export const gatherKernels: readonly GpuKernel[] = [
  gpuKernel(flip, {
    cost, supports: ({ image }) => fits(image),
    run({ image }, { axis }, work) {
      const { shape } = image;
      const turned = (axis === undefined ? [...shape.keys()] : [axis].flat() as number[]).map((each) => normalizeAxis(each, shape.length));
      return gathered(work, image, shape.map((extent, at) => ({ axis: at, reads: turned.includes(at) ? reversed(extent) : allOf(extent) })));
    },
  }),
  gpuKernel(rot90, {
    cost, supports: ({ image }) => fits(image),
    run({ image }, { k, axes }, work) {
      const { shape } = image;
      const [first, second] = axes.map((axis) => normalizeAxis(axis, shape.length)) as [number, number];
      const quarters = ((k % 4) + 4) % 4;
      const back = [[], [first], [first, second], [second]][quarters] as readonly number[];
      return gathered(work, image, shape.map((_, at) => {
        const axis = quarters % 2 === 0 ? at : at === first ? second : at === second ? first : at;
        const extent = shape[axis] as number;
        return { axis, reads: back.includes(at) ? reversed(extent) : allOf(extent) };
      }));
    },
  }),
  gpuKernel(transpose, {
    cost, supports: ({ image }) => fits(image),
    run({ image }, { axes = [...image.shape.keys()].reverse() }, work) {
      const order = axes.map((axis) => normalizeAxis(axis, image.shape.length));
      return gathered(work, image, order.map((axis) => ({ axis, reads: allOf(image.shape[axis] as number) })));
    },
  }),
  gpuKernel(crop, {
    cost, supports: ({ image }) => fits(image),
    run({ image }, parameters, work) {
      const ranges = cropRanges(image.shape, parameters);
      return gathered(work, image, image.shape.map((extent, axis) => {
        const { data, size } = new NdArray({ data: allOf(extent), shape: [extent] }).slice(ranges[axis] ?? null).packed();
        return { axis, reads: (data as Int32Array).subarray(0, size) };
      }));
    },
  }),
  gpuKernel(pad, {
    cost,
    supports({ image }, { padWidth }) {
      if (image === undefined) return "needs an image";
      const widths = padWidths(padWidth, image.shape.length) as readonly PadWidth[];
      return fits(image, image.shape.map((extent, axis) => extent + (widths[axis] as PadWidth)[0] + (widths[axis] as PadWidth)[1]));
    },
    run({ image }, { padWidth, mode, cval }, work) {
      const { shape, dtype } = image;
      const widths = padWidths(padWidth, shape.length) as readonly PadWidth[];
      return gathered(work, image, shape.map((extent, axis) => ({ axis, reads: padReads(mode, extent, ...(widths[axis] as PadWidth)) })), dtype === "float16" ? fromFloat16(Number(padConstant(dtype, cval))) : Number(padConstant(dtype, cval)));
    },
  }),
];

/** `true`, or why such arrays are left to others: they are bound whole. */
function fits(image: ArraySpec | undefined, target: Shape = image?.shape ?? []): true | string {
  return Math.max(sizeOf(image?.shape ?? []), sizeOf(target)) <= mostElements || "leaves arrays of more than 2³⁰ elements to the reference";
}

/** The elements of an image that the axes of a result read; outside of the image a number. */
async function gathered(work: GpuWork, image: WebGpuArray, axes: readonly AxisReads[], outside = 0): Promise<WebGpuArray> {
  const { dtype } = image;
  const made = work.array(dtype, axes.map(({ reads }) => reads.length));
  if (sizeOf(made.shape) === 0) return made;
  const shader = gather({
    name: "gather", reads: { IN: dtype, AXES: "int32" }, out: dtype, numbers: { rank: "u32", outside: isFloat(dtype) ? "f32" : valueType(dtype) },
    code: `fn element_of(i: u32) -> OUT_v {
  var rest = i;
  var place = 0;
  for (var axis = n.rank; axis > 0u; axis--) {
    let extent = u32(load_AXES(3u * axis - 3u));
    let at = load_AXES(u32(load_AXES(3u * axis - 1u)) + rest % extent);
    if (at < 0) { return n.outside; }
    rest /= extent;
    place += at * load_AXES(3u * axis - 2u);
  }
  return load_IN(u32(place));
}`,
  });
  await work.gather(shader, [image, work.table(tableOf(image.shape, axes), "int32"), made], { rank: axes.length, outside });
  return made;
}

/** Extent, stride and first read of each axis of the result, and after these the reads. */
function tableOf(shape: Shape, axes: readonly AxisReads[]): Int32Array {
  const strides = contiguousStrides(shape);
  const table = new Int32Array(axes.reduce((length, { reads }) => length + 3 + reads.length, 0));
  let next = 3 * axes.length;
  for (const [at, { axis, reads }] of axes.entries()) {
    table.set([reads.length, strides[axis] as number, next], 3 * at);
    table.set(reads, next);
    next += reads.length;
  }
  return table;
}

function allOf(extent: number): Int32Array {
  return Int32Array.from({ length: extent }, (_, at) => at);
}

function reversed(extent: number): Int32Array {
  return allOf(extent).reverse();
}
