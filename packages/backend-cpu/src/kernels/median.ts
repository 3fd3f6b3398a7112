import { dtypeRange, fromFloat16, isFloat, kernelFor, NdArray, toFloat16, type Dtype } from "@openhcs/core";
import { describedFootprint, median, type Footprint } from "@openhcs/functions";
import type { KernelSession } from "../kernel-session.js";

/** The native kernel's own limit; see native/common/window.cc. */
const mostMembers = 1 << 20;

export const medianKernel = kernelFor<typeof median.inputs, typeof median.parameters, typeof median.outputs, "image", NdArray, KernelSession>(median, {
  memoryType: "ndarray",
  cost: { latencyUs: 40, gbPerSec: 0.3 },
  accumulates: "float64",
  supports({ image }, { convention, size = 1, footprint }) {
    if (convention === "cv2" || footprint !== undefined) return true;
    const members = typeof size === "number" ? size ** (image?.shape.length ?? 0) : size.reduce((product, extent) => product * extent, 1);
    return members <= mostMembers || `leaves windows of more than ${mostMembers} pixels to the reference`;
  },
  run({ image }, { convention, size = 1, footprint, mode = "nearest", cval = 0, kernelSize = 1 }, { session, signal }) {
    const { dtype, shape, rank } = image;
    const mask = footprint === undefined ? [] : [maskOf(describedFootprint(footprint, rank) as Footprint)];
    return session.run("median", {
      inputs: [image, ...mask],
      output: { dtype, shape },
      parameters: { size: convention === "cv2" ? kernelSize : size, mode, cval: elementOf(dtype, cval) },
      signal,
    });
  },
});

function maskOf({ shape, members }: Footprint): NdArray {
  return new NdArray({ data: members, shape, dtype: "uint8" });
}

/** The value beyond the border as the image's dtype holds it. */
function elementOf(dtype: Dtype, value: number): number {
  if (isFloat(dtype)) return dtype === "float16" ? fromFloat16(toFloat16(value)) : value;
  const { min, max } = dtypeRange(dtype);
  return Math.min(max, Math.max(min, value));
}
