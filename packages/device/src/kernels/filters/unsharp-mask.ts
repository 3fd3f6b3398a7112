import { dtypeRange, isInteger, sizeOf } from "@openhcs/core";
import { unsharpMask } from "@openhcs/functions";
import { dueDtype, gaussianWindows } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";
import { correlateAxes, sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";
import { unitScale } from "./unit-scale.js";
import { sumsDoubles } from "./linear-dtype.js";

export const unsharpMaskKernel = deviceKernel(unsharpMask, {
  cost: { latencyUs: 80, gbPerSec: 1 },
  accumulates: "float32",
  needsFp64: (inputs) => sumsDoubles(inputs),
  async run({ image }, { radius, amount, preserveRange }, work) {
    const { dtype, shape } = image;
    const kept = dueDtype(dtype, undefined);
    const compute = sumType(dtype, kept);
    const scale = preserveRange ? 1 : unitScale(dtype);
    const passes = gaussianPasses(gaussianWindows(image, { convention: "scipy", sigma: radius }));
    const smoothed = await correlateAxes(work, image, passes, { boundary: { mode: "reflect", cval: 0 }, kept, compute, scale });
    const program = await work.program(kernelSource("filters/unsharp.cl", { elements: { IN: dtype, S: kept, OUT: kept }, compute }));
    const negative = work.zeros("int32", [1]);
    const out = work.array(kept, shape);
    const size = sizeOf(shape);
    if (!preserveRange && dtype !== "bool" && !(isInteger(dtype) && dtypeRange(dtype).min === 0)) program.launch("find_negative", size, [image, negative, size]);
    program.launch("sharpen", size, [image, smoothed, out, negative, size, scale, amount, Number(!preserveRange)]);
    return out;
  },
});
