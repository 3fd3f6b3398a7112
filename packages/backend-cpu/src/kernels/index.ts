import type { Kernel } from "@openhcs/core";
import type { KernelSession } from "../kernel-session.js";
import { gaussianKernel } from "./gaussian.js";
import { maxProjectionKernel } from "./max-projection.js";
import { meanProjectionKernel } from "./mean-projection.js";
import { medianKernel } from "./median.js";
import { projectionKernel } from "./projection.js";

export const kernels: readonly Kernel<KernelSession>[] = [gaussianKernel, maxProjectionKernel, meanProjectionKernel, medianKernel, projectionKernel];
