import { ptp } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { partialExtremes } from "./extremes.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { withValue } from "./with-value.js";

export const ptpKernel = deviceKernel(ptp, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { axis, nanPolicy }, work) {
    const lines = await linesOf(image, axis, work);
    const smallest = await partialExtremes(lines, -1, nanPolicy, work, "float64");
    const largest = await partialExtremes(lines, 1, nanPolicy, work, "float64");
    const values = work.array("float64", lines.shape);
    smallest.program.launch("finish_range", lines.lines, [lines.elements, smallest.places, largest.places, values, lines.lines, lines.parts]);
    return withValue(values, work);
  },
});
