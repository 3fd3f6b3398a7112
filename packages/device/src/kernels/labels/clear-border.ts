import { isBigInteger, sizeOf } from "@openhcs/core";
import { clearBorder } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { borderMarks, componentProgram, joinedPixels, takesComponents } from "./components.js";

export const clearBorderKernel = deviceKernel(clearBorder, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  supports({ labels }, { bgval }) {
    if (labels !== undefined && isBigInteger(labels.dtype) && !Number.isSafeInteger(bgval)) return `leaves the bgval ${bgval} to the reference`;
    return takesComponents(labels);
  },
  async run({ labels, mask }, { bufferSize, bgval }, work) {
    const { shape, dtype } = labels;
    const cleared = work.array(dtype, shape);
    const size = sizeOf(shape);
    if (size === 0) return cleared;
    const { parents } = await joinedPixels(labels, "values", shape.length, work);
    const program = await componentProgram(dtype, work, mask?.dtype);
    const marks = mask === undefined ? await borderMarks(parents, shape, bufferSize, program, work) : work.zeros("int32", [size + 1]);
    if (mask !== undefined) program.launch("mark_outside", size, [parents, marks, mask, size]);
    program.launch("clear_marked", size, [parents, marks, labels, cleared, size, bgval]);
    return cleared;
  },
});
