import { allocate, defineFunction, dtypes, furtherArrays, NdArray, readNumbers, type ArraySpec } from "@openhcs/core";
import { evaluator } from "./evaluate.js";
import { arrayNames, expressionOf, isName, type ExpressionChoices } from "./expression-of.js";
import { constants, isMathsName } from "./maths.js";

/** Whatever an expression says of every pixel. */
export const elementwise = defineFunction({
  name: "elementwise",
  documentation: `Computes an expression at every pixel of one or several images.

In the expression the image is x, further ones x2, x3, … or whatever names says, and numbers have the names that they have in values: "y = x > t ? x : 0" with
values { t: 0.5 }. It has numbers, + - * / %, comparisons, && || !, ?: and abs, sqrt, cbrt, exp, exp2, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos,
atan, sinh, cosh, tanh, floor, ceil, trunc, round, sign, isnan, isfinite, min, max, pow, atan2, hypot, clip(x, low, high); pi, inf and nan. Parts can be named
before: "a = x - x2; y = a * a".

Computed in double precision where the device has it. Comparisons give 1 or 0; everything but 0 is true, NaN included. % has the sign of the first operand;
round takes halves to even; min and max are NaN where either is. The result is float32, or of outDtype, rounded and saturated. All images have one shape.
In code elementwise("y = x > t ? x : 0") is a function of images and numbers by these names.`,
  category: "arithmetic",
  tags: ["elementwise", "expression"],
  synonyms: ["formula", "pixel math", "map", "ElementwiseKernel", "image calculator", "numexpr", "custom kernel"],
  source: "The arithmetic of IEEE 754 in the syntax of C; cupy.ElementwiseKernel, numexpr.evaluate",
  inputs: {
    image: { type: "array", description: "Is x in the expression." },
    x2: { type: "array", optional: true, description: "Second image, of the same shape." },
    x3: { type: "array", optional: true, description: "Third image, of the same shape." },
    x4: { type: "array", optional: true, description: "Fourth image, of the same shape." },
    x5: { type: "array", optional: true, description: "Fifth image, of the same shape." },
    x6: { type: "array", optional: true, description: "Sixth image, of the same shape." },
  },
  parameters: {
    expression: { type: "string", description: "What to compute, assigned to y: y = x > t ? x : 0." },
    values: { type: "object", default: {}, description: "Numbers by the names that they have in the expression." },
    names: { type: "list", items: { type: "string" }, optional: true, description: "Names of the images in the expression, in order, where those are not x, x2, x3, …." },
    outDtype: { type: "string", choices: dtypes, default: "float32", description: "Dtype of the result." },
  },
  outputs: { image: { type: "array", result: "native", description: "Of the images' shape." } },
  elementwise: true,
  check(inputs, parameters) {
    const arrays = Object.values(inputs).filter((array): array is ArraySpec => array !== undefined);
    if (parameters.expression === undefined) return true; // An earlier step of a pattern gives it.
    const skipped = furtherArrays.slice(0, arrays.length - 1).find((name) => !(name in inputs));
    if (skipped !== undefined) return `lack ${skipped}, though a later image is given`;
    return brokenNames(parameters, arrays.length) ?? brokenShape(arrays) ?? (expressionOf(arrays.length, parameters), true);
  },
  cost: { latencyUs: 50, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-7 },
  examples: [
    { expression: "y = x > t ? x : 0", values: { t: 0.4 } },
    { expression: "a = x - 0.5; b = a * a; sqrt(b) + exp(-b) % 0.75", outDtype: "float64" },
    { expression: "y = !(x < 3) && (x != 7 || isnan(x)) ? max(-x, min(x, 9)) : round(x / 2)", outDtype: "int16" },
  ],
  reference(inputs, parameters) {
    const arrays = Object.values(inputs as Readonly<Record<string, NdArray | undefined>>).filter((array): array is NdArray => array !== undefined);
    const { shape, size } = arrays[0] as NdArray;
    const at = evaluator(expressionOf(arrays.length, parameters), arrays.map((array) => readNumbers(array) as ArrayLike<number>), Object.values(parameters.values) as number[]);
    // Half precision is rounded from single precision, as devices do.
    const { outDtype } = parameters;
    const dtype = outDtype === "float16" || outDtype === "float32" ? "float32" : "float64";
    const data = allocate(dtype, size);
    for (let i = 0; i < size; i++) data[i] = at(i);
    const result = new NdArray({ data, shape, dtype });
    return outDtype === dtype ? result : result.cast(outDtype);
  },
});

function brokenNames({ names = [], values }: ExpressionChoices, arrays: number): string | undefined {
  const strange = Object.entries(values).find(([, value]) => typeof value !== "number");
  if (strange !== undefined) return `have in values "${strange[0]}", which must be a number`;
  if (names.length > arrays) return `have ${names.length} names for ${arrays} image${arrays === 1 ? "" : "s"}`;
  const all = [...arrayNames(arrays, names), ...Object.keys(values)];
  const bad = all.find((name, at) => !isName(name) || name === "y" || isMathsName(name) || Object.hasOwn(constants, name) || all.indexOf(name) < at);
  return bad === undefined ? undefined : `have the name ${JSON.stringify(bad)}; names are letters, digits and _, each for one thing, and neither y nor what expressions have themselves`;
}

function brokenShape([first, ...others]: readonly ArraySpec[]): string | undefined {
  const other = others.find(({ shape }) => shape.join() !== first?.shape.join());
  return other === undefined ? undefined : `have shapes [${first?.shape.join(", ")}] and [${other.shape.join(", ")}]; all images must have one`;
}
