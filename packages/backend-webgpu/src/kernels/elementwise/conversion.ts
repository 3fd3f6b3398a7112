import { cast } from "@openhcs/functions";
import { castLikeC, saturated } from "../../wgsl/casts.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { Body } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** Changes of dtype. */
export const conversionKernels: readonly GpuKernel[] = [
  elementwiseKernel(cast, ({ image: from = "bool" }, { dtype, convention }): Body => ({
    dtype,
    code: `return ${convention === "saturate" ? saturated(from, dtype, "image") : castLikeC(from, dtype, "image")};`,
  })),
];
