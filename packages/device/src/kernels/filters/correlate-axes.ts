import { isInteger, sizeOf, type Dtype } from "@openhcs/core";
import { floatDtype, isMirrored, type Boundary } from "@openhcs/functions/for-kernels";
import { kernelSource, type ComputeType, type KernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { modeNumber } from "../neighborhood/mode-number.js";
import { axisTiles } from "./axis-tiles.js";

/** Weights by which every line along an axis is correlated. */
export interface AxisPass {
  readonly axis: number;
  readonly weights: Float64Array;
}

export interface AxisOptions {
  readonly boundary: Boundary;
  /** Dtype of the result: integers truncate and wrap. */
  readonly kept: Dtype;
  /** Dtype of what is kept between axes; default: the result's. */
  readonly between?: Dtype;
  readonly compute: ComputeType;
  /** What elements are multiplied with as they are read; those that are not 1 give −1 at least. */
  readonly scale?: number;
}

/** What sums are taken in: as the reference does where a last bit decides or is kept, in float32 where it is lost. */
export function sumType(image: Dtype, kept: Dtype): ComputeType {
  return kept === "float32" && floatDtype(image) === "float32" ? "float32" : "float64";
}

/** One pass after another, in a fresh array; without any pass the elements as they are kept. */
export async function correlateAxes(work: DeviceWork, image: Array, given: readonly AxisPass[], options: AxisOptions): Promise<Array> {
  const { boundary, kept, between = kept, compute, scale = 1 } = options;
  const { shape } = image;
  const passes = given.length === 0 ? [{ axis: 0, weights: Float64Array.of(1) }] : given;
  const weights = passes.flatMap((pass) => [...pass.weights]);
  const table = await work.table(compute === "float64" ? Float64Array.from(weights) : Float32Array.from(weights), compute);
  const size = sizeOf(shape);
  let from = image;
  let first = 0;
  for (const [n, { axis, weights: { length: taps } }] of passes.entries()) {
    const dtype = n === passes.length - 1 ? kept : between;
    const tiles = axisTiles(shape, axis, taps, compute, work);
    const program = await work.program(axisSource({ IN: from.dtype, OUT: dtype }, compute, tiles?.length));
    const next = work.array(dtype, shape);
    const factor = n === 0 ? scale : 1;
    const sums = [first, taps, symmetryOf(passes[n] as AxisPass), shape[axis] ?? 1];
    const border = [modeNumber(boundary.mode), boundary.cval, factor, factor === 1 ? -Infinity : -1];
    if (tiles !== undefined) program.launch(tiles.kernel, tiles.extent, [from, next, table, tiles.bytes, ...sums, tiles.layout, ...border]);
    else program.launch("correlate_axis", size, [from, next, table, ...sums, sizeOf(shape.slice(axis + 1)), size, ...border]);
    if (from !== image) work.free(from);
    from = next;
    first += taps;
  }
  work.free(table);
  return from;
}

/** @param tileLength positions of a tile, where groups share what they read */
export function axisSource(elements: { readonly IN: Dtype; readonly OUT: Dtype }, compute: ComputeType, tileLength?: number): KernelSource {
  const files = ["neighborhood/boundary.cl", "filters/kept.cl", "filters/separable.cl"];
  if (tileLength === undefined) return kernelSource(files, keptChoices(elements, compute));
  return kernelSource([...files, "filters/separable-tiles.cl"], keptChoices(elements, compute, { LENGTH: tileLength }));
}

/** Choices for a program with `filters/kept.cl`. */
export function keptChoices<Elements extends Readonly<Record<string, Dtype>> & { readonly OUT: Dtype }>(elements: Elements, compute: ComputeType, defines: Readonly<Record<string, string | number>> = {}) {
  return { elements, compute, defines: { ...(isInteger(elements.OUT) ? { OUT_IS_INTEGER: 1 } : {}), ...defines } };
}

function symmetryOf({ weights }: AxisPass): number {
  if (isMirrored(weights, 1)) return 1;
  return isMirrored(weights, -1) ? -1 : 0;
}
