import { elementwiseKernels } from "./elementwise/index.js";
import type { GpuKernel } from "./gpu-kernel.js";

/** All kernels of the backend. A new one is its file and its line here. */
export const kernels: readonly GpuKernel[] = [
  ...elementwiseKernels,
];
