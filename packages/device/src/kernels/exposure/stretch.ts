import { sizeOf, type Dtype } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import { truncation, truncationDefines } from "../../dialect/truncation.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

export interface Stretching {
  readonly outMin: number;
  readonly outMax: number;
  /** Whether what lies above the lower limit is multiplied before it is divided. */
  readonly multipliesFirst: boolean;
  /** Whether results pass through single precision. */
  readonly rounds: boolean;
  readonly dtype: Dtype;
}

/** An image of which each plane is clipped to its own two limits and mapped linearly. */
export async function stretched(image: Array, limits: Float64Array, { outMin, outMax, multipliesFirst, rounds, dtype }: Stretching, work: DeviceWork): Promise<Array> {
  const source = kernelSource([truncation, "exposure/stretch.cl"], { elements: { IN: image.dtype, OUT: dtype }, compute: "float64", defines: truncationDefines(dtype) });
  const program = await work.program(source);
  const out = work.array(dtype, image.shape);
  const size = sizeOf(image.shape);
  if (size === 0) return out;
  const table = await work.table(limits, "float64");
  program.launch("stretch", size, [image, out, table, size, size / (limits.length / 2), outMin, outMax - outMin, Number(multipliesFirst), Number(rounds)]);
  return out;
}
