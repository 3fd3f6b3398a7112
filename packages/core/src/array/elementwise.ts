import { InvalidArrayError } from "./array-errors.js";
import { borrow } from "./borrow.js";
import { readNumbers } from "./copy.js";
import { allocate, computeDtype, isBigInteger, type Dtype, type Element, type TypedArray } from "./dtype.js";
import { broadcastShapes, sameShape, type Shape } from "./layout.js";
import { isNdArray, NdArray } from "./nd-array.js";

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
  divide: (a, b) => {
    if (b === 0n) throw new InvalidArrayError("divide: 64-bit integers have no result for a division by 0; cast to float64 first.");
    return a / b;
  },
  minimum: (a, b) => (a < b ? a : b),
  maximum: (a, b) => (a > b ? a : b),
  power: modularPower,
};

const comparisons = {
  greater: (a: Element, b: Element) => a > b,
  greaterEqual: (a: Element, b: Element) => a >= b,
  less: (a: Element, b: Element) => a < b,
  lessEqual: (a: Element, b: Element) => a <= b,
  equal: (a: Element, b: Element) => a === b,
  notEqual: (a: Element, b: Element) => a !== b,
};

/** Modulo 2⁶⁴ at every step, as the elements wrap: an exponent of a billion takes thirty steps. */
function modularPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new InvalidArrayError(`power: 64-bit integers take exponents from 0, received ${exponent}n; cast to float64 first.`);
  let power = 1n;
  for (let [square, bits] = [base, exponent]; bits > 0n; square = BigInt.asIntN(64, square * square), bits >>= 1n) {
    if (bits & 1n) power = BigInt.asIntN(64, power * square);
  }
  return power;
}

/** Elementwise arithmetic with broadcasting, in the wider compute dtype of the two; 64-bit integers divide toward zero and wrap modulo 2⁶⁴. */
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
  const shape = isNdArray(b) ? broadcastShapes(a.shape, b.shape) : a.shape;
  const left = readBroadcast(a, shape);
  const out = allocate(dtype, left.length) as { [position: number]: Element };
  if (isNdArray(b)) {
    const right = readBroadcast(b, shape);
    for (let i = 0; i < left.length; i++) out[i] = operation(left[i] as never, right[i] as never);
  } else {
    const scalar = isBigInteger(a.dtype) ? BigInt(b) : b;
    for (let i = 0; i < left.length; i++) out[i] = operation(left[i] as never, scalar as never);
  }
  return new NdArray({ data: out as unknown as TypedArray, shape, dtype });
}

function readBroadcast(array: NdArray, shape: Shape): ReturnType<typeof readNumbers> {
  if (sameShape(array.shape, shape)) return readNumbers(array);
  return borrow(array.broadcastTo(shape), readNumbers);
}

/** 64-bit integers meet only their own kind: a double would silently lose their low bits. */
function commonDtype(name: string, a: NdArray, b: Operand): Dtype {
  if (!isNdArray(b) && typeof b !== "number" && typeof b !== "bigint") {
    throw new InvalidArrayError(`${name}: the operand must be an array, a number or a bigint, received ${b === null ? "null" : typeof b}.`);
  }
  const left = computeDtype(a.dtype);
  if (typeof b === "bigint" && !isBigInteger(left)) throw new InvalidArrayError(`${name}: ${a.dtype} takes a number, received the bigint ${b}n.`);
  if (typeof b === "number" && isBigInteger(left) && !Number.isSafeInteger(b)) throw new InvalidArrayError(`${name}: ${a.dtype} takes an integer, received ${b}.`);
  if (!isNdArray(b)) return left;
  const right = computeDtype(b.dtype);
  if (left === right) return left;
  if (isBigInteger(left) || isBigInteger(right)) throw new InvalidArrayError(`${name}: ${a.dtype} and ${b.dtype} do not mix; cast one of them.`);
  return "float64";
}
