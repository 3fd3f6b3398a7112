import { dtypeRange, isFloat, isInteger, sizeOf, type Dtype } from "@openhcs/core";
import { thresholdOtsu } from "@openhcs/functions";
import { binnedHistogram, checkFinite, checkNotEmpty, constantHistogram, countedHistogram, equalBinEdges, opencvOtsuThreshold, otsuThreshold, type Histogram } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel } from "../gpu-kernel.js";
import { counts } from "../reductions/counts.js";
import { extremeValues } from "../reductions/extremes.js";
import { linesOf } from "../reductions/lines.js";
import { numberIn } from "../reductions/with-value.js";
import { countInBins, countIntegers, readCounts } from "./count-values.js";

/** Dtypes whose histograms a device counts; those of wider integers are sparse. */
const countedDtypes = ["bool", "uint8", "int8", "uint16", "int16", "float16", "float32"] as const satisfies readonly Dtype[];

export const thresholdOtsuKernel = gpuKernel(thresholdOtsu, {
  cost: { latencyUs: 800, gbPerSec: 2 },
  dtypes: countedDtypes,
  async run({ image }, { convention, nbins = 256 }, work) {
    const histogram = await imageHistogram(image, nbins, "thresholdOtsu", work);
    const threshold = convention === "cv2" ? opencvOtsuThreshold(histogram) : otsuThreshold(histogram);
    const mask = await above(image, threshold, work);
    return { mask, threshold, foregroundCount: await numberIn(await counts(await linesOf(mask, undefined, work), work), work) };
  },
});

/** The histogram of a device's image from which thresholds are found, as the reference has it. @throws NoThresholdError */
async function imageHistogram(image: WebGpuArray, nbins: number, functionName: string, work: GpuWork): Promise<Histogram> {
  const size = sizeOf(image.shape);
  checkNotEmpty(size, functionName);
  if (isInteger(image.dtype)) return countedHistogram(await readCounts(await countIntegers(image, work), work), dtypeRange(image.dtype).min);
  const lines = await linesOf(image, undefined, work);
  const [min, max] = [await numberIn(await extremeValues(lines, -1, "propagate", work), work), await numberIn(await extremeValues(lines, 1, "propagate", work), work)];
  checkFinite(min, max, functionName);
  if (min === max) return constantHistogram(min, size);
  const isSingle = isFloat(image.dtype);
  const edges = equalBinEdges(nbins, min, max, isSingle);
  return binnedHistogram(edges, await readCounts(await countInBins(image, Float32Array.from(edges), work), work), isSingle);
}

/** What exceeds a threshold, which is any double: of what single precision holds, that is what exceeds the nearest one that is no larger. */
async function above(image: WebGpuArray, threshold: number, work: GpuWork): Promise<WebGpuArray> {
  const { dtype, shape } = image;
  const mask = work.array("bool", shape);
  const code = `fn element_of(i: u32) -> OUT_v { return select(0u, 1u, ${isFloat(dtype) ? "is_less(n.threshold, load_IN(i))" : "f32(load_IN(i)) > n.threshold"}); }`;
  const shader = gather({ name: "maskAbove", reads: { IN: dtype }, out: "bool", numbers: { threshold: "f32" }, code });
  await work.gather(shader, [image, mask], { threshold: singleBelow(threshold) });
  return mask;
}

function singleBelow(value: number): number {
  const single = Math.fround(value);
  if (!(single > value)) return single;
  const bits = new Int32Array(Float32Array.of(single).buffer);
  bits[0] = (bits[0] as number) + (single > 0 ? -1 : 1);
  return new Float32Array(bits.buffer)[0] as number;
}
