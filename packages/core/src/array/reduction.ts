import { InvalidArrayError } from "./array-errors.js";
import { borrow } from "./borrow.js";
import { readNumbers } from "./copy.js";
import { allocate, computeDtype, isBigInteger } from "./dtype.js";
import { normalizeAxis, sizeOf } from "./layout.js";
import { NdArray } from "./nd-array.js";

export type ReductionName = "sum" | "mean" | "min" | "max";

type Fold = (accumulated: number, value: number) => number;

export function mapElements(array: NdArray, body: (value: number) => number): NdArray {
  const values = numbersOf(array, "map");
  const data = allocate(computeDtype(array.dtype), values.length) as Float64Array;
  for (let i = 0; i < values.length; i++) data[i] = body(values[i] as number);
  return new NdArray({ data, shape: array.shape });
}

/** Folds all elements, or each line along an axis into a float64 array without that axis. */
export function reduceElements(array: NdArray, fold: Fold, initial: number, axis?: number): number | NdArray {
  if (axis === undefined) {
    let accumulated = initial;
    for (const value of numbersOf(array, "reduce")) accumulated = fold(accumulated, value);
    return accumulated;
  }
  const at = normalizeAxis(axis, array.rank);
  const order = [at, ...array.shape.keys()].filter((other, i) => i === 0 || other !== at);
  const values = borrow(array.transpose(order), (moved) => numbersOf(moved, "reduce"));
  const shape = order.slice(1).map((other) => array.shape[other] as number);
  const data = new Float64Array(sizeOf(shape)).fill(initial);
  for (let i = 0; i < values.length; i++) data[i % data.length] = fold(data[i % data.length] as number, values[i] as number);
  return new NdArray({ data, shape });
}

export function reduceNamed(name: ReductionName, array: NdArray, axis?: number): number | NdArray {
  const count = axis === undefined ? array.size : (array.shape[normalizeAxis(axis, array.rank)] as number);
  if (name === "min" || name === "max") {
    if (count === 0) throw new InvalidArrayError(`${name} of no elements.`);
    return name === "min" ? reduceElements(array, Math.min, Infinity, axis) : reduceElements(array, Math.max, -Infinity, axis);
  }
  const sum = reduceElements(array, (total, value) => total + value, 0, axis);
  if (name === "sum") return sum;
  if (typeof sum === "number") return sum / count;
  return borrow(sum, (totals) => totals.map((total) => total / count));
}

function numbersOf(array: NdArray, method: string): Exclude<ReturnType<typeof readNumbers>, BigInt64Array | BigUint64Array> {
  if (isBigInteger(array.dtype)) throw new InvalidArrayError(`${method} of ${array.dtype} elements would lose digits; cast to float64 first.`);
  return readNumbers(array) as Float64Array;
}
