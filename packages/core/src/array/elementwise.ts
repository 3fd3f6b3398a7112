import { InvalidArrayError } from "./array-errors.js";
import { readNumbers } from "./copy.js";
import { allocate, computeDtype, isBigInteger, type Dtype, type Element, type TypedArray } from "./dtype.js";
import { broadcastShapes } from "./layout.js";
import { NdArray } from "./nd-array.js";

/** The other side of an operation: an array that broadcasts, or a scalar. */
export type Operand = NdArray | Element;

export type ArithmeticName = keyof typeof onNumbers;
export type ComparisonName = keyof typeof comparisons;

const onNumbers = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  /** NaN if either is, as `numpy.minimum`. */
  minimum: Math.min,
  maximum: Math.max,
  power: Math.pow,
};

const onBigInts: Readonly<Record<ArithmeticName, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: (a, b) => (a < b ? a : b),
  maximum: (a, b) => (a > b ? a : b),
  power: (a, b) => a ** b,
};

const comparisons = {
  greater: (a: Element, b: Element) => a > b,
  greaterEqual: (a: Element, b: Element) => a >= b,
  less: (a: Element, b: Element) => a < b,
  lessEqual: (a: Element, b: Element) => a <= b,
  equal: (a: Element, b: Element) => a === b,
  notEqual: (a: Element, b: Element) => a !== b,
};

/** Elementwise arithmetic with broadcasting, in the wider compute dtype of the two. */
export function arithmetic(name: ArithmeticName, a: NdArray, b: Operand): NdArray {
  const dtype = commonDtype(name, a, b);
  const operation = isBigInteger(dtype) ? onBigInts[name] : onNumbers[name];
  return combine(a, b, dtype, operation as (a: never, b: never) => Element);
}

export function compare(name: ComparisonName, a: NdArray, b: Operand): NdArray {
  commonDtype(name, a, b);
  const holds = comparisons[name];
  return combine(a, b, "bool", (left, right) => (holds(left, right) ? 1 : 0));
}

function combine(a: NdArray, b: Operand, dtype: Dtype, operation: (a: never, b: never) => Element): NdArray {
  const shape = b instanceof Object ? broadcastShapes(a.shape, b.shape) : a.shape;
  const left = readNumbers(sameShape(a.shape, shape) ? a : a.broadcastTo(shape));
  const out = allocate(dtype, left.length) as { [position: number]: Element };
  if (b instanceof Object) {
    const right = readNumbers(sameShape(b.shape, shape) ? b : b.broadcastTo(shape));
    for (let i = 0; i < left.length; i++) out[i] = operation(left[i] as never, right[i] as never);
  } else {
    const scalar = isBigInteger(a.dtype) ? BigInt(b) : b;
    for (let i = 0; i < left.length; i++) out[i] = operation(left[i] as never, scalar as never);
  }
  return new NdArray({ data: out as unknown as TypedArray, shape, dtype });
}

/** 64-bit integers meet only their own kind: a double would silently lose their low bits. */
function commonDtype(name: string, a: NdArray, b: Operand): Dtype {
  const left = computeDtype(a.dtype);
  if (typeof b === "bigint" && !isBigInteger(left)) throw new InvalidArrayError(`${name}: ${a.dtype} takes a number, received the bigint ${b}n.`);
  if (typeof b === "number" && isBigInteger(left) && !Number.isSafeInteger(b)) throw new InvalidArrayError(`${name}: ${a.dtype} takes an integer, received ${b}.`);
  if (!(b instanceof Object)) return left;
  const right = computeDtype(b.dtype);
  if (left === right) return left;
  if (isBigInteger(left) || isBigInteger(right)) throw new InvalidArrayError(`${name}: ${a.dtype} and ${b.dtype} do not mix; cast one of them.`);
  return "float64";
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}
