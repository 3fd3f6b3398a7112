import { ifft2 } from "@openhcs/functions";
import { planeAxes } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { loadNumbers } from "../load-numbers.js";
import { fitsTransform, invertAxes } from "./spectrum.js";

export const ifft2Kernel = deviceKernel(ifft2, {
  cost: { latencyUs: 300, gbPerSec: 0.5 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ re }) => fitsTransform(re),
  async run({ re, im }, _, work) {
    const { shape } = re;
    const parts = { re: await loadNumbers(work, re, "float64"), im: im === undefined ? work.zeros("float64", shape) : await loadNumbers(work, im, "float64") };
    return invertAxes(work, parts, shape, planeAxes(shape));
  },
});
