import type { GpuKernel } from "../gpu-kernel.js";
import { arithmeticKernels } from "./arithmetic.js";
import { comparisonKernels } from "./comparisons.js";
import { conversionKernels } from "./conversion.js";
import { predicateKernels } from "./predicates.js";
import { rangeKernels } from "./ranges.js";
import { selectionKernels } from "./selection.js";
import { unaryKernels } from "./unary.js";

/** Kernels that fuse with each other. */
export const elementwiseKernels: readonly GpuKernel[] = [
  ...arithmeticKernels, ...comparisonKernels, ...conversionKernels, ...predicateKernels, ...rangeKernels, ...selectionKernels, ...unaryKernels,
];
