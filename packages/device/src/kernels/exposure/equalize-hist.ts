import { InvalidArgumentError, isInteger, sizeOf } from "@openhcs/core";
import { equalizeHist } from "@openhcs/functions";
import { binCentres, cumulated, opencvTable } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { countInBins, countIntegers, edgesFor, isSingle, readCounts } from "../thresholds/count-values.js";
import { extremesOf } from "../thresholds/extremes-of.js";
import { countedDtypes } from "../thresholds/image-histogram.js";
import { interpolated } from "./interpolated.js";
import { lookUp } from "./look-up.js";

export const equalizeHistKernel = deviceKernel(equalizeHist, {
  cost: { latencyUs: 300, gbPerSec: 3 },
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: (_, { convention }) => convention === "skimage",
  async run({ image }, { convention, nbins = 256 }, work) {
    const size = sizeOf(image.shape);
    if (convention === "cv2") return opencvEqualized(image, work);
    if (size === 0) return work.array(isSingle(image.dtype) ? "float32" : "float64", image.shape);
    if (isInteger(image.dtype)) return lookUp(image, cumulated(await readCounts(await countIntegers(image, work), work)).map((count) => count / size), "float64", work);
    const { min, max } = await extremesOf(image, work);
    if (!Number.isFinite(min) || !Number.isFinite(max)) throw new InvalidArgumentError("equalizeHist", "image", "must be finite, so that it has a histogram", min === min ? max : min);
    const edges = edgesFor(image.dtype, nbins, min, max);
    const fractions = cumulated(await readCounts(await countInBins(image, edges, work), work)).map((count) => count / size);
    const single = isSingle(image.dtype);
    return interpolated(image, binCentres(edges, single), single ? fractions.map(Math.fround) : fractions, single ? "float32" : "float64", work);
  },
});

async function opencvEqualized(image: DeviceArray, work: DeviceWork): Promise<DeviceArray> {
  const counts = await countIntegers(image, work);
  const table = opencvTable(Uint32Array.from(await readCounts(counts, work)), sizeOf(image.shape));
  return lookUp(image, table ?? Uint8Array.from({ length: 256 }, (_, value) => value), "uint8", work);
}
