import { median } from "@openhcs/functions";
import { boxOf, elementOf, medianWindow, memberCount } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { footprintRank, takesRanks } from "./footprint-rank.js";
import { outsideIsDouble } from "../neighborhood/outside.js";

export const medianKernel = deviceKernel(median, {
  cost: { latencyUs: 60, gbPerSec: 0.5 },
  accumulates: "float64",
  needsFp64: ({ image }, { mode = "nearest", cval = 0 }) => outsideIsDouble(image, { mode, cval }),
  supports({ image }, parameters) {
    return image === undefined ? "needs an image" : takesRanks(image, footprintOf(image.shape.length, parameters));
  },
  run({ image }, parameters, work) {
    const { mode = "nearest", cval = 0 } = parameters;
    const footprint = footprintOf(image.shape.length, parameters);
    return footprintRank(work, image, footprint, memberCount(footprint) >> 1, { mode, cval: elementOf(image.dtype, cval) });
  },
});

function footprintOf(rank: number, parameters: Parameters<typeof medianWindow>[1]) {
  const { shape, footprint = boxOf(shape) } = medianWindow(rank, parameters);
  return footprint;
}
