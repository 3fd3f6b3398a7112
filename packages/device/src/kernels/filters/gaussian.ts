import { isInteger, sizeOf, type Dtype } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import { gaussianDtype, gaussianScale, gaussianWindows, opencvWeights, perAxis, type Boundary } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array } from "../device-kernel.js";
import { correlateAxes, sumType } from "./correlate-axes.js";
import { gaussianPasses } from "./gaussian-passes.js";

export const gaussianKernel = deviceKernel(gaussian, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: ({ image }, parameters) => image !== undefined && (parameters.convention === "cv2" ? isInteger(image.dtype) : sumType(image.dtype, keptDtype(image, parameters)) === "float64"),
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    return parameters.convention === "cv2" || gaussianDtype(image, parameters) !== "bool" || "leaves results kept as bool to the reference";
  },
  run({ image }, parameters, work) {
    const { convention, sigma, kernelSize = 0, mode, cval } = parameters;
    const boundary = { mode, cval };
    if (convention === "cv2") return opencvGaussian(work, image, { size: perAxis(kernelSize, 2), sigma: perAxis(sigma, 2) }, boundary);
    const kept = keptDtype(image, parameters);
    return correlateAxes(work, image, gaussianPasses(gaussianWindows(image, parameters)), {
      boundary, kept, compute: sumType(image.dtype, kept), scale: gaussianScale(image, parameters),
    });
  },
});

function keptDtype(image: Parameters<typeof gaussianDtype>[0], parameters: Parameters<typeof gaussianDtype>[1]): Dtype {
  const due = gaussianDtype(image, parameters);
  return due === "float16" ? "float32" : due;
}

/** Sums in OpenCV's fixed point are whole numbers below 2⁵³. */
async function opencvGaussian(work: DeviceWork, image: Array, kernel: Parameters<typeof opencvWeights>[0], boundary: Boundary): Promise<Array> {
  const { dtype, shape } = image;
  const { y, x, bits } = opencvWeights(kernel, dtype);
  const kept: Dtype = bits === undefined && dtype !== "float64" ? "float32" : "float64";
  const compute = isInteger(dtype) ? "float64" : kept;
  const sums = await correlateAxes(work, image, [{ axis: 1, weights: x }, { axis: 0, weights: y }], { boundary, kept, compute });
  if (!isInteger(dtype)) return sums;
  const program = await work.program(kernelSource("filters/fixed-point.cl", { elements: { IN: kept, OUT: dtype }, compute: kept }));
  const out = work.array(dtype, shape);
  const size = sizeOf(shape);
  if (bits === undefined) program.launch("round_sums", size, [sums, out, size]);
  else program.launch("round_fixed_point", size, [sums, out, size, 2 ** (2 * bits)]);
  return out;
}
