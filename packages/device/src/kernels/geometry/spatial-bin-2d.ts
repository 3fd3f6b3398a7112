import { spatialBin2d } from "@openhcs/functions";
import { binCounts } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foldBlocks, foldsBlocks } from "./fold-blocks.js";

export const spatialBin2dKernel = deviceKernel(spatialBin2d, {
  cost: { latencyUs: 50, gbPerSec: 3 },
  accumulates: "float64",
  supports: ({ image }, { binSize, method }) => foldsBlocks(image, [1, binSize, binSize], method),
  run({ image }, { binSize, method }, work) {
    const bin = [1, binSize, binSize];
    return foldBlocks(work, image, bin, binCounts(image.shape, bin), method, image.dtype);
  },
});
