import { dtypeRange, isInteger, NdArray, type Dtype, type Shape } from "@openhcs/core";
import { allocateNumbers, truncatedTo } from "../neighborhood/elements.js";

/** An array of interpolated values in a dtype as SciPy stores them: integers rounded half away from 0 and clamped, NaN as 0; bool true from 1 on. */
export function interpolated(values: Float64Array, shape: Shape, dtype: Dtype): NdArray {
  if (dtype === "bool") return new NdArray({ data: truncatedTo("bool", values.map((value) => Math.trunc(value) || 0)), shape, dtype });
  const data = allocateNumbers(dtype, values.length);
  if (isInteger(dtype)) {
    const { min, max } = dtypeRange(dtype);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      data[i] = Math.min(max, Math.max(min, value < 0 ? value - 0.5 : value + 0.5));
    }
  } else data.set(values);
  return new NdArray({ data, shape, dtype: dtype === "float16" ? "float32" : dtype });
}
