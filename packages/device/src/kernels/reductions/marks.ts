import type { Axes } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { linesOf } from "./lines.js";
import { partialSums } from "./sums.js";
import { numberIn } from "./with-value.js";

/** Whether of every line some or all elements are not 0. */
export async function marked(image: Array, axis: Axes, which: "some" | "all", work: DeviceWork): Promise<{ readonly values: Array; readonly value?: boolean }> {
  const lines = await linesOf(image, axis, work);
  const { program, sums } = await partialSums(lines, "marks", "propagate", work);
  const values = work.array("bool", lines.shape);
  program.launch("finish_marks", lines.lines, [sums, values, lines.lines, lines.parts, which === "all" ? lines.length : 1]);
  return values.shape.length > 0 ? { values } : { values, value: (await numberIn(values, work)) === 1 };
}
