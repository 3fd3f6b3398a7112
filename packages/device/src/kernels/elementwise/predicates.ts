import { isfinite, isinf, isnan, logicalNot } from "@openhcs/functions";
import { isFloat, type Dtype } from "@openhcs/core";
import type { Body, BodyDtypes } from "./body.js";
import type { DeviceKernel } from "../device-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** What is told of every pixel by itself. */
export const predicateKernels: readonly DeviceKernel[] = [
  elementwiseKernel(isnan, ofFloats("image != image", 0)),
  elementwiseKernel(isinf, ofFloats("fabs(image) == INFINITE", 0)),
  elementwiseKernel(isfinite, ofFloats("fabs(image) < INFINITE", 1)),
  elementwiseKernel(logicalNot, (): Body => ({ dtype: "bool", code: "return image == 0 ? 1 : 0;" })),
];

/** Integers are finite numbers, all of them. */
function ofFloats(condition: string, ofIntegers: 0 | 1): (dtypes: BodyDtypes) => Body {
  return ({ image }) => ({ dtype: "bool", code: isFloat(image as Dtype) ? `return ${condition} ? 1 : 0;` : `return ${ofIntegers};` });
}
