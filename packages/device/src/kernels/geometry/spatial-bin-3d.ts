import { spatialBin3d } from "@openhcs/functions";
import { binCounts } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foldBlocks, foldsBlocks } from "./fold-blocks.js";

export const spatialBin3dKernel = deviceKernel(spatialBin3d, {
  cost: { latencyUs: 50, gbPerSec: 3 },
  accumulates: "float64",
  supports: ({ image }, { binSize, method }) => foldsBlocks(image, [binSize, binSize, binSize], method),
  run({ image }, { binSize, method }, work) {
    const bin = [binSize, binSize, binSize];
    return foldBlocks(work, image, bin, binCounts(image.shape, bin), method, image.dtype);
  },
});
