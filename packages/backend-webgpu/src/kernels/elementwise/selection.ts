import { isFloat, NdArray, readNumbers, type Dtype } from "@openhcs/core";
import { where } from "@openhcs/functions";
import { commonDtype } from "@openhcs/functions/for-kernels";
import { isHeld } from "../../memory/held-dtypes.js";
import { isNonzero, saturated } from "../../wgsl/casts.js";
import { valueType } from "../../wgsl/element.js";
import type { GpuKernel } from "../gpu-kernel.js";
import type { Body, BodyNumber } from "./body.js";
import { elementwiseKernel } from "./elementwise-kernel.js";

/** One of two images at every pixel. */
export const selectionKernels: readonly GpuKernel[] = [
  elementwiseKernel(where, ({ condition = "bool", image, other }, { imageValue = 0, otherValue = 0, outDtype }): Body | string => {
    const dtype = outDtype ?? commonDtype(image ?? imageValue, other ?? otherValue);
    if (!isHeld(dtype)) return `has no 64-bit numbers, and so no ${dtype}`;
    const [chosen, rest] = [branch("image", image, imageValue, dtype), branch("other", other, otherValue, dtype)];
    return {
      dtype,
      code: `if (${isNonzero(condition, "condition")}) { return ${chosen.expression}; } return ${rest.expression};`,
      numbers: [...chosen.numbers, ...rest.numbers],
    };
  }),
];

function branch(name: string, array: Dtype | undefined, value: number, dtype: Dtype): { readonly expression: string; readonly numbers: readonly BodyNumber[] } {
  if (array !== undefined) return { expression: saturated(array, dtype, name), numbers: [] };
  const element = Number(readNumbers(new NdArray({ data: new Float64Array([value]), shape: [] }).cast(dtype))[0]);
  const number = { name: `${name}_value`, type: isFloat(dtype) ? "f32" as const : valueType(dtype), value: element };
  return { expression: number.name, numbers: [number] };
}
