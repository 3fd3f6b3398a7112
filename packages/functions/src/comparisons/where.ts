import {
  allocate, broadcastShapes, computeDtype, defineFunction, dtypeRange, dtypes, integerRange, isBigInteger, isFloat, NdArray,
  type ArraySpec, type Dtype, type TypedArray,
} from "@openhcs/core";
import { broadcasts } from "../arithmetic/second-operand.js";
import { elementsIn } from "./comparison.js";

/** One of two images at every pixel, by a mask. */
export const where = defineFunction({
  name: "where",
  documentation: `Chooses between two images, or numbers, at every pixel: the first where a condition holds, else the second.

The condition holds where it is not 0, NaN included. Shapes broadcast, all three. Without outDtype the result has the images' common dtype; of two that
differ float32 where that holds both, else float64. A number keeps an image's dtype if that holds it, and makes it float32 or float64 otherwise: NaN in
place of background makes an image of integers float32. Two numbers give float32 where it holds both exactly, else float64. What is not
chosen has no influence: NaN there does no harm.`,
  category: "comparisons",
  tags: ["elementwise", "mask", "selection"],
  synonyms: ["select", "if else", "choose", "mask image", "replace background", "copyTo", "np.where"],
  source: "numpy.where",
  inputs: {
    condition: { type: "array", description: "Mask; everything but 0 is true." },
    image: { type: "array", optional: true, description: "Values where the condition holds; instead of imageValue." },
    other: { type: "array", optional: true, description: "Values where it does not; instead of otherValue." },
  },
  parameters: {
    imageValue: { type: "number", nonFinite: true, optional: true, description: "Value where the condition holds; instead of image." },
    otherValue: { type: "number", nonFinite: true, optional: true, description: "Value where it does not; instead of other." },
    outDtype: { type: "string", choices: dtypes, optional: true, description: "Dtype of the result, to which both are rounded and saturated. Default: the one that holds both." },
  },
  outputs: { image: { type: "array", result: "native", description: "Of the three arrays' common shape and the two images' common dtype." } },
  elementwise: true,
  check({ condition, image, other }, { imageValue, otherValue, outDtype }) {
    if ((image === undefined) === (imageValue === undefined)) return 'need exactly one of the array "image" and the number "imageValue"';
    if ((other === undefined) === (otherValue === undefined)) return 'need exactly one of the array "other" and the number "otherValue"';
    if (outDtype === undefined && image !== undefined && other !== undefined && isBigInteger(image.dtype) !== isBigInteger(other.dtype)) {
      return `of ${image.dtype} and ${other.dtype} have no common dtype; choose an outDtype`;
    }
    return broadcasts(...[condition, image, other].filter((array) => array !== undefined));
  },
  outputShape: ({ condition, image, other }) => commonShape([condition, image, other]),
  cost: { latencyUs: 20, gbPerSec: 0.4 },
  tolerance: { kind: "exact" },
  examples: [{ imageValue: 1, otherValue: 0 }, { imageValue: 0.5, otherValue: -1 }],
  golden: [{
    op: "where", variant: "numpy", inputs: { cond: "condition", a: "image", b: "other" }, parameters: { a: "imageValue", b: "otherValue" }, fixed: { outDtype: "float32" },
  }],
  reference({ condition, image, other }, { imageValue = 0, otherValue = 0, outDtype }) {
    const shape = commonShape([condition, image, other]);
    const dtype = outDtype ?? commonDtype(image?.dtype ?? imageValue, other?.dtype ?? otherValue);
    const holds = elementsIn(condition, shape);
    const branches = [branch(image, imageValue), branch(other, otherValue)].map((each) => (each.dtype === dtype ? each : each.cast(dtype)));
    const [chosen, rest] = branches.map((each) => elementsIn(each, shape)) as [TypedArray, TypedArray];
    const data = allocate(dtype === "float16" ? "float32" : dtype, holds.length);
    for (let i = 0; i < data.length; i++) data[i] = (Number(holds[i]) === 0 ? rest : chosen)[i] as number;
    const result = new NdArray({ data, shape, dtype: dtype === "float16" ? "float32" : dtype });
    return result.dtype === dtype ? result : result.cast(dtype);
  },
});

function branch(array: NdArray | undefined, value: number): NdArray {
  return array ?? new NdArray({ data: new Float64Array([value]), shape: [] });
}

function commonShape(arrays: readonly (Pick<ArraySpec, "shape"> | undefined)[]): readonly number[] {
  return arrays.reduce<readonly number[]>((shape, array) => broadcastShapes(shape, array?.shape ?? []), []);
}

/** The dtype that holds the elements of both branches, of which each is a dtype or a number. */
export function commonDtype(a: Dtype | number, b: Dtype | number): Dtype {
  if (typeof a === "number") return typeof b === "number" ? (isSingle(a) && isSingle(b) ? "float32" : "float64") : dtypeWith(b, a);
  if (typeof b === "number") return dtypeWith(a, b);
  if (a === b) return a;
  const [left, right] = [computeDtype(a), computeDtype(b)];
  return left === right ? left : "float64";
}

function dtypeWith(dtype: Dtype, value: number): Dtype {
  if (isFloat(dtype)) return dtype;
  if (Number.isInteger(value) && !Object.is(value, -0) && inRange(dtype, value)) return dtype;
  return isBigInteger(dtype) ? "float64" : computeDtype(dtype);
}

function inRange(dtype: Dtype, value: number): boolean {
  if (isBigInteger(dtype)) return BigInt(value) >= integerRange(dtype).min && BigInt(value) <= integerRange(dtype).max;
  const { min, max } = dtypeRange(dtype);
  return value >= min && value <= max;
}

function isSingle(value: number): boolean {
  return Number.isNaN(value) || Math.fround(value) === value;
}
