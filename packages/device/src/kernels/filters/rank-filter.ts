import { rankFilter } from "@openhcs/functions";
import { describedWindow, memberCount } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { isElement, outsideIsDouble } from "../neighborhood/outside.js";
import { footprintRank, takesRanks } from "./footprint-rank.js";

export const rankFilterKernel = deviceKernel(rankFilter, {
  cost: { latencyUs: 60, gbPerSec: 0.5 },
  accumulates: "float64",
  needsFp64: ({ image }, boundary) => outsideIsDouble(image, boundary),
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    const answer = isElement(image.dtype, parameters);
    return answer === true ? takesRanks(image, describedWindow(image.shape.length, parameters)) : answer;
  },
  run({ image }, parameters, work) {
    const footprint = describedWindow(image.shape.length, parameters);
    const members = memberCount(footprint);
    const { rank, mode, cval } = parameters;
    return footprintRank(work, image, footprint, rank < 0 ? rank + members : rank, { mode, cval });
  },
});
