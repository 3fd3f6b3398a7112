import { dtypeRange, isInteger } from "@openhcs/core";
import { stackEqualizeHistogram } from "@openhcs/functions";
import { cumulated } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { countInBins, edgesFor, readCounts } from "../thresholds/count-values.js";
import { interpolated } from "./interpolated.js";

export const stackEqualizeHistogramKernel = deviceKernel(stackEqualizeHistogram, {
  cost: { latencyUs: 600, gbPerSec: 2 },
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { bins, rangeMin, rangeMax }, work) {
    const edges = edgesFor(image.dtype, bins, rangeMin, rangeMax);
    const counts = cumulated(await readCounts(await countInBins(image, edges, work), work));
    const total = counts[bins - 1] as number;
    const highest = isInteger(image.dtype) ? dtypeRange(image.dtype).max : 65_535;
    return interpolated(image, edges.slice(0, bins), total === 0 ? counts : counts.map((count) => (highest * count) / total), image.dtype, work);
  },
});
