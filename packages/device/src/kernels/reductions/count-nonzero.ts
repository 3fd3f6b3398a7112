import { countNonzero } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { linesOf } from "./lines.js";
import { reductionCost } from "./reduction-cost.js";
import { partialSums } from "./sums.js";
import { withValue } from "./with-value.js";

export const countNonzeroKernel = deviceKernel(countNonzero, {
  cost: reductionCost,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { axis }, work) {
    const lines = await linesOf(image, axis, work);
    const { program, sums } = await partialSums(lines, "marks", "propagate", work);
    const values = work.array("uint32", lines.shape);
    program.launch("finish_count", lines.lines, [sums, values, lines.lines, lines.parts]);
    return withValue(values, work);
  },
});
