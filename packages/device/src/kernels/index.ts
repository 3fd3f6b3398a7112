import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import type { Kernel } from "@openhcs/core";
import { elementwiseKernels } from "./elementwise/index.js";
import { elementwiseKernel } from "./expression/elementwise.js";
import { fftConvolveKernel } from "./fourier/fft-convolve.js";
import { fft2MagnitudeKernel } from "./fourier/fft2-magnitude.js";
import { fft2Kernel } from "./fourier/fft2.js";
import { fftshiftKernel } from "./fourier/fftshift.js";
import { ifft2Kernel } from "./fourier/ifft2.js";
import { ifftshiftKernel } from "./fourier/ifftshift.js";
import { affineTransformKernel } from "./geometry/affine-transform.js";
import { blockReduceKernel } from "./geometry/block-reduce.js";
import { cropKernel } from "./geometry/crop.js";
import { flipKernel } from "./geometry/flip.js";
import { padKernel } from "./geometry/pad.js";
import { resizeKernel } from "./geometry/resize.js";
import { rollKernel } from "./geometry/roll.js";
import { rot90Kernel } from "./geometry/rot90.js";
import { rotateKernel } from "./geometry/rotate.js";
import { shiftKernel } from "./geometry/shift.js";
import { spatialBin2dKernel } from "./geometry/spatial-bin-2d.js";
import { spatialBin3dKernel } from "./geometry/spatial-bin-3d.js";
import { transposeKernel } from "./geometry/transpose.js";
import { warpAffineKernel } from "./geometry/warp-affine.js";
import { zoomKernel } from "./geometry/zoom.js";
import { maxProjectionKernel } from "./projections/max-projection.js";

const kernels: readonly DeviceKernel[] = [
  ...elementwiseKernels,
  affineTransformKernel,
  blockReduceKernel,
  cropKernel,
  elementwiseKernel,
  fft2Kernel,
  fft2MagnitudeKernel,
  fftConvolveKernel,
  fftshiftKernel,
  flipKernel,
  ifft2Kernel,
  ifftshiftKernel,
  maxProjectionKernel,
  padKernel,
  resizeKernel,
  rollKernel,
  rot90Kernel,
  rotateKernel,
  shiftKernel,
  spatialBin2dKernel,
  spatialBin3dKernel,
  transposeKernel,
  warpAffineKernel,
  zoomKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
