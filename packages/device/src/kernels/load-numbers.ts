import { sizeOf } from "@openhcs/core";
import { kernelSource, type ComputeType } from "../dialect/kernel-source.js";
import type { DeviceWork } from "../session/device-work.js";
import type { Array as DeviceArray } from "./device-kernel.js";

/** A fresh array of an image's elements as numbers; 64-bit integers as the nearest ones. */
export async function loadNumbers(work: DeviceWork, image: DeviceArray, compute: ComputeType): Promise<DeviceArray> {
  const program = await work.program(kernelSource("load-numbers.cl", { elements: { IN: image.dtype }, compute }));
  const numbers = work.array(compute, image.shape);
  const size = sizeOf(image.shape);
  program.launch("load_numbers", size, [image, numbers, size]);
  return numbers;
}
