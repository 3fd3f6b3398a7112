import { allocate, dtypes, isBigInteger, isFloat, type Dtype } from "../array/dtype.js";
import { toFloat16 } from "../array/float16.js";
import { NdArray } from "../array/nd-array.js";
import type { ArrayArgument } from "../function/argument.js";

/** Values without order, always the same: 0 to 1 for floats, 0 to 100 for integers. */
export function sampleArray(dtype: Dtype, shape: readonly number[]): NdArray {
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const elements = data as { [position: number]: number | bigint };
  for (let i = 0; i < data.length; i++) {
    const fraction = (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32;
    if (isFloat(dtype)) elements[i] = dtype === "float16" ? toFloat16(fraction) : fraction;
    else elements[i] = dtype === "bool" ? Math.round(fraction) : isBigInteger(dtype) ? BigInt(Math.floor(fraction * 100)) : Math.floor(fraction * 100);
  }
  return new NdArray({ data, shape, dtype });
}

const preferred: readonly Dtype[] = ["float32", "uint8", "uint16", "bool"];

/** The usual one of the dtypes that everybody takes; undefined where there is none. @param accepted by each, all where absent */
export function commonDtype(...accepted: readonly (readonly Dtype[] | undefined)[]): Dtype | undefined {
  return [...preferred, ...dtypes].find((dtype) => accepted.every((list) => list === undefined || list.includes(dtype)));
}

/** A plane of so many rows and columns, or a stack of as many elements where the function takes no planes; undefined where it takes neither. */
export function sampleShape({ ranks }: ArrayArgument, side: number): readonly number[] | undefined {
  if (ranks === undefined || ranks.includes(2)) return [side, side];
  return ranks.includes(3) ? [4, side / 2, side / 2] : undefined;
}
