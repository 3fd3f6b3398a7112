import { sizeOf } from "@openhcs/core";
import type { BoundaryMode } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { widestFloat } from "./numbers.js";

const [group, mostGroups] = [64, 64];

interface Choices {
  readonly order: number;
  readonly mode: BoundaryMode;
  readonly cval: number;
}

/** Brings results into the range of the image, in place, as scikit-image does with `clip`. Up to order 1 only a constant border leads out of it. */
export async function clipToImage(work: DeviceWork, image: DeviceArray, result: DeviceArray, { order, mode, cval }: Choices): Promise<void> {
  if (order <= 1 && mode !== "constant") return;
  const [ofImage, ofResult] = [await rangeOf(work, image), await rangeOf(work, result)];
  const size = sizeOf(result.shape);
  (await programOf(work, result)).launch("clip_to_range", size, [result, ofImage, ofResult, mode === "constant" ? 1 : 0, cval, size]);
}

/** Least and largest number, and behind them those of the parts. */
async function rangeOf(work: DeviceWork, array: DeviceArray): Promise<DeviceArray> {
  const program = await programOf(work, array);
  const size = sizeOf(array.shape);
  const parts = Math.min(mostGroups, Math.ceil(size / group));
  const range = work.array(widestFloat(work), [2 + 2 * mostGroups]);
  program.launch("range_of_parts", { items: [parts * group], group: [group] }, [array, range, size]);
  program.launch("range_of_all", 1, [range, parts]);
  return range;
}

function programOf(work: DeviceWork, { dtype }: DeviceArray): Promise<Program> {
  return work.program(kernelSource("geometry/clip.cl", { elements: { E: dtype }, compute: widestFloat(work), defines: { GROUP: group } }));
}
