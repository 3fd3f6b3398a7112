import { median, percentileFilter, rankFilter } from "@openhcs/functions";
import { boxOf, describedWindow, elementOf, medianWindow, memberCount, percentileRank, type Footprint } from "@openhcs/functions/for-kernels";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { footprintRank, takesRanks } from "./footprint-rank.js";

const cost = { latencyUs: 300, gbPerSec: 0.5 } as const;

export const rankKernels: readonly GpuKernel[] = [
  gpuKernel(median, {
    cost,
    supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesRanks(image, medianFootprint(image.shape.length, parameters), { mode: "nearest", cval: 0 })),
    run({ image }, parameters, work) {
      const { mode = "nearest", cval = 0 } = parameters;
      const footprint = medianFootprint(image.shape.length, parameters);
      return footprintRank(work, image, footprint, memberCount(footprint) >> 1, { mode, cval: elementOf(image.dtype, cval) });
    },
  }),
  gpuKernel(rankFilter, {
    cost,
    supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesRanks(image, describedWindow(image.shape.length, parameters), parameters)),
    run({ image }, parameters, work) {
      const footprint = describedWindow(image.shape.length, parameters);
      const { rank, mode, cval } = parameters;
      return footprintRank(work, image, footprint, rank < 0 ? rank + memberCount(footprint) : rank, { mode, cval });
    },
  }),
  gpuKernel(percentileFilter, {
    cost,
    supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesRanks(image, describedWindow(image.shape.length, parameters), parameters)),
    run({ image }, parameters, work) {
      const footprint = describedWindow(image.shape.length, parameters);
      const { percentile, mode, cval } = parameters;
      return footprintRank(work, image, footprint, percentileRank(percentile, memberCount(footprint)), { mode, cval });
    },
  }),
];

function medianFootprint(rank: number, parameters: Parameters<typeof medianWindow>[1]): Footprint {
  const { shape, footprint = boxOf(shape) } = medianWindow(rank, parameters);
  return footprint;
}
