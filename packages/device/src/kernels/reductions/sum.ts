import { sum } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { partialSums } from "./sums.js";
import { withValue } from "./with-value.js";

export const sumKernel = deviceKernel(sum, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { axis, nanPolicy }, work) {
    const lines = await linesOf(image, axis, work);
    const { program, sums } = await partialSums(lines, "values", nanPolicy, work);
    const values = work.array("float64", lines.shape);
    program.launch("finish_sum", lines.lines, [sums, values, lines.lines, lines.parts]);
    return withValue(values, work);
  },
});
