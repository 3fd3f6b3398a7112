import { bytesPerElement, NdArray, readNumbers, sizeOf, viewBytes } from "@openhcs/core";
import { pairwiseSum } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { isSingle } from "./count-values.js";

/** What the reference sums by halves at a time, and the runs that it sums in strands. */
const chunk = 8192;
const block = 128;

/** The mean of floats, to the last bit the reference's: runs are summed on the device, what is left of them and their halves on the host. */
export async function orderedMean(image: Array, work: DeviceWork): Promise<number> {
  const size = sizeOf(image.shape);
  const round = isSingle(image.dtype) ? Math.fround : (value: number) => value;
  const whole = size - (size % chunk);
  let sum = 0;
  if (whole > 0) {
    const sums = await sumsOfBlocks(image, whole / block, work);
    for (let at = 0; at < sums.length; at += chunk / block) sum = round(sum + treeSum(sums.subarray(at, at + chunk / block), round));
  }
  if (whole < size) sum = round(sum + pairwiseSum(await elementsFrom(image, whole, work)));
  return round(sum / size);
}

async function sumsOfBlocks(image: Array, blocks: number, work: DeviceWork): Promise<Float64Array> {
  const dtype = isSingle(image.dtype) ? "float32" : "float64";
  const sums = work.array(dtype, [blocks]);
  const program = await work.program(kernelSource("thresholds/block-sums.cl", { elements: { IN: image.dtype, SUM: dtype } }));
  program.launch("sum_blocks", blocks, [image, sums, blocks]);
  return Float64Array.from(viewBytes(dtype, (await work.read(sums)).buffer) as Float32Array);
}

/** Neighbours first, as halving from the top adds them. */
function treeSum(sums: Float64Array, round: (value: number) => number): number {
  const level = sums.slice();
  for (let count = level.length; count > 1; count /= 2) {
    for (let k = 0; k < count / 2; k++) level[k] = round((level[2 * k] as number) + (level[2 * k + 1] as number));
  }
  return level[0] as number;
}

async function elementsFrom({ dtype, buffer, shape }: Array, first: number, work: DeviceWork): Promise<Float32Array | Float64Array> {
  const count = sizeOf(shape) - first;
  const bytes = new Uint8Array(count * bytesPerElement(dtype));
  await work.device.read(buffer, bytes, first * bytesPerElement(dtype));
  return readNumbers(new NdArray({ data: viewBytes(dtype, bytes.buffer), shape: [count], dtype })) as Float32Array | Float64Array;
}
