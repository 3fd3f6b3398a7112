import { cast } from "@openhcs/functions";
import { exactType } from "../../dialect/element.js";
import type { Body } from "./body.js";
import { castLikeC, saturated } from "./casts.js";
import type { DeviceKernel } from "../device-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** Changes of dtype. */
export const conversionKernels: readonly DeviceKernel[] = [
  elementwiseKernel(cast, ({ image: from = "bool" }, { dtype, convention }): Body | string => {
    if (from === "float64" && dtype === "float16") return "leaves float64 to float16 to the reference, which rounds once";
    const expression = convention === "saturate" ? saturated(from, dtype, "image") : castLikeC(from, dtype, "image");
    return { dtype, code: `return (${exactType(dtype)})(${expression});`, needsFp64: from === "float64" || dtype === "float64" };
  }),
];
