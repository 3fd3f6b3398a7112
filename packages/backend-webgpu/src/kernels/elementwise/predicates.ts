import { isFloat, type Dtype, type FunctionDefinition } from "@openhcs/core";
import { isfinite, isinf, isnan, logicalNot } from "@openhcs/functions";
import { isNonzero } from "../../wgsl/casts.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { BodyDtypes, Body } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** What is told of every pixel by itself. */
export const predicateKernels: readonly GpuKernel[] = [
  elementwiseKernel(isnan as FunctionDefinition, ofFloats("is_nan(image)", 0)),
  elementwiseKernel(isinf as FunctionDefinition, ofFloats("is_inf(image)", 0)),
  elementwiseKernel(isfinite as FunctionDefinition, ofFloats("is_finite(image)", 1)),
  elementwiseKernel(logicalNot as FunctionDefinition, ({ image }): Body => ({ dtype: "bool", code: `return select(1u, 0u, ${isNonzero(image as Dtype, "image")});` })),
];

/** Integers are finite numbers, all of them. */
function ofFloats(condition: string, ofIntegers: 0 | 1): (dtypes: BodyDtypes) => Body {
  return ({ image }) => ({ dtype: "bool", code: isFloat(image as Dtype) ? `return select(0u, 1u, ${condition});` : `return ${ofIntegers}u;` });
}
