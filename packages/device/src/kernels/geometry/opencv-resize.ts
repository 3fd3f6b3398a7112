import { sizeOf, type Dtype } from "@openhcs/core";
import { resizePlan, shrinkingFirst, type OpencvInterpolation, type ResizePlan } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { loadNumbers } from "../load-numbers.js";
import { gather } from "./gather.js";
import { widestFloat } from "./numbers.js";
import { resampleAxis } from "./resampled.js";

type Extents = readonly [number, number];

const stores = { saturated: 0, copied: 0, shared: 1, quarter: 2, fixed: 3 } as const;

/** A plane in other extents as `cv2.resize` makes it. */
export async function opencvResize(work: DeviceWork, image: DeviceArray, target: Extents, interpolation: OpencvInterpolation): Promise<DeviceArray> {
  const shape = image.shape as Extents;
  const dtype = image.dtype === "float16" ? "float32" : image.dtype;
  if (shape.join() === target.join()) return stored(work, image, { dtype, plan: undefined });
  const plan = resizePlan(shape, target, interpolation, image.dtype);
  if (plan.store === "copied") {
    const picked = await gather(work, image, plan.taps.map(({ pixels }, axis) => ({ axis, reads: pixels })));
    return dtype === image.dtype ? picked : stored(work, picked, { dtype, plan });
  }
  return plan.sums === "fixed linear" ? fixedLinear(work, image, plan) : stored(work, await summed(work, image, plan), { dtype, plan });
}

async function summed(work: DeviceWork, image: DeviceArray, { taps, sums }: ResizePlan): Promise<DeviceArray> {
  const shape = image.shape as Extents;
  let numbers = { values: await loadNumbers(work, image, sums === "single" ? "float32" : widestFloat(work)), shape: image.shape };
  const order = sums === "single" ? [1, 0] : shrinkingFirst(shape, taps.map(({ count }) => count));
  for (const axis of order) numbers = await resampleAxis(work, numbers, axis, taps[axis] as ResizePlan["taps"][0], 0);
  return numbers.values;
}

/** Sums as the dtype of the result holds what the plan makes of them. */
async function stored(work: DeviceWork, sums: DeviceArray, { dtype, plan }: { readonly dtype: Dtype; readonly plan: ResizePlan | undefined }): Promise<DeviceArray> {
  const result = work.array(dtype, sums.shape);
  const size = sizeOf(sums.shape);
  (await programOf(work, sums.dtype, dtype)).launch("store_sums", size, [sums, result, stores[plan?.store ?? "saturated"], plan?.share ?? 1, size]);
  return result;
}

/** Weights of 11 bits along x, then along y with the low bits dropped as OpenCV drops them. */
async function fixedLinear(work: DeviceWork, image: DeviceArray, { taps: [rows, columns] }: ResizePlan): Promise<DeviceArray> {
  const lines = await resampleAxis(work, { values: await loadNumbers(work, image, "float32"), shape: image.shape }, 1, columns, 0);
  const result = work.array("uint8", [rows.count, columns.count]);
  const tables = [await work.table(rows.pixels, "int32"), await work.table(Int32Array.from(rows.weights), "int32")] as const;
  const size = sizeOf(result.shape);
  (await programOf(work, "float32", "uint8")).launch("blend_fixed_rows", size, [lines.values, result, ...tables, columns.count, size]);
  return result;
}

function programOf(work: DeviceWork, from: Dtype, to: Dtype): Promise<Program> {
  return work.program(kernelSource("geometry/opencv-resize.cl", { elements: { IN: from, OUT: to }, compute: from === "float32" || from === "float16" ? "float32" : widestFloat(work) }));
}
