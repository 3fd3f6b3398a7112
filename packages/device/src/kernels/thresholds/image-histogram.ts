import { dtypeRange, isInteger, sizeOf, type Dtype } from "@openhcs/core";
import { binnedHistogram, checkFinite, checkNotEmpty, constantHistogram, countedHistogram, type Histogram } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { countInBins, countIntegers, edgesFor, isSingle, readCounts } from "./count-values.js";
import { extremesOf } from "./extremes-of.js";

/** Dtypes whose histograms a device counts; those of wider integers are sparse. */
export const countedDtypes = ["bool", "uint8", "int8", "uint16", "int16", "float16", "float32", "float64"] as const satisfies readonly Dtype[];

/** The histogram of a device's image from which thresholds are found, as the reference has it. @throws NoThresholdError */
export async function imageHistogram(image: Array, nbins: number, functionName: string, work: DeviceWork): Promise<Histogram> {
  const size = sizeOf(image.shape);
  checkNotEmpty(size, functionName);
  if (isInteger(image.dtype)) return integerHistogram(image, work);
  const { min, max } = await extremesOf(image, work);
  checkFinite(min, max, functionName);
  if (min === max) return constantHistogram(min, size);
  const edges = edgesFor(image.dtype, nbins, min, max);
  return binnedHistogram(edges, await readCounts(await countInBins(image, edges, work), work), isSingle(image.dtype));
}

/** One bin per integer value that occurs; bool counts as one here. */
export async function integerHistogram(image: Array, work: DeviceWork): Promise<Histogram> {
  return countedHistogram(await readCounts(await countIntegers(image, work), work), dtypeRange(image.dtype).min);
}
