import { blockReduce } from "@openhcs/functions";
import { blockCounts, elementOf, perAxis } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { foldBlocks, foldsBlocks } from "./fold-blocks.js";

export const blockReduceKernel = deviceKernel(blockReduce, {
  cost: { latencyUs: 50, gbPerSec: 3 },
  accumulates: "float64",
  needsFp64: (_, { method }) => method !== "max" && method !== "min",
  supports: ({ image }, { blockSize, method }) => foldsBlocks(image, perAxis(blockSize, image?.shape.length ?? 0), method),
  run({ image: { shape, dtype }, image }, { blockSize, method, cval }, work) {
    const block = perAxis(blockSize, shape.length);
    const padding = method === "sum" || method === "mean" ? cval : elementOf(dtype, cval);
    return foldBlocks(work, image, block, blockCounts(shape, block), method, method === "max" || method === "min" ? dtype : "float64", padding);
  },
});
