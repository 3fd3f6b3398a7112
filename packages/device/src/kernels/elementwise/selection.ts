import { where } from "@openhcs/functions";
import { isBigInteger, isFloat, NdArray, readNumbers, type Dtype } from "@openhcs/core";
import { commonDtype } from "@openhcs/functions/for-kernels";
import { exactType } from "../../dialect/element.js";
import type { Body, BodyNumber } from "./body.js";
import { saturated } from "./casts.js";
import type { DeviceKernel } from "../device-kernel.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** One of two images at every pixel. */
export const selectionKernels: readonly DeviceKernel[] = [
  elementwiseKernel(where, ({ image, other }, { imageValue = 0, otherValue = 0, outDtype }): Body | string => {
    const dtype = outDtype ?? commonDtype(image ?? imageValue, other ?? otherValue);
    const branches = [branch("image", image, imageValue, dtype), branch("other", other, otherValue, dtype)];
    const refused = branches.find((each) => typeof each === "string");
    if (typeof refused === "string") return refused;
    const [chosen, rest] = branches as [Branch, Branch];
    return {
      dtype,
      code: `if (condition != 0) return ${chosen.expression}; return ${rest.expression};`,
      numbers: [...chosen.numbers, ...rest.numbers],
      needsFp64: [image, other, dtype].includes("float64"),
    };
  }),
];

interface Branch {
  readonly expression: string;
  readonly numbers: readonly BodyNumber[];
}

function branch(name: string, array: Dtype | undefined, value: number, dtype: Dtype): Branch | string {
  const type = exactType(dtype);
  if (array === "float64" && dtype === "float16") return "leaves float64 to float16 to the reference, which rounds once";
  if (array !== undefined) return { expression: `(${type})${saturated(array, dtype, name)}`, numbers: [] };
  const element = Number(readNumbers(new NdArray({ data: new Float64Array([value]), shape: [] }).cast(dtype))[0]);
  if (isBigInteger(dtype) && !Number.isSafeInteger(element)) return `leaves the value ${value} to the reference`;
  return { expression: `(${type})${name}_value`, numbers: [{ name: `${name}_value`, type: isFloat(dtype) ? type as "float" | "double" : "i64", value: element }] };
}
