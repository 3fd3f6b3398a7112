import { NdArray, sizeOf, type GoldenMapping, type Inputs, type Outputs, type Parameters } from "@openhcs/core";
import { checkAxes, forEachLine, linesOf, nanPolicies, shapeOfLines, type Axes, type NanPolicy } from "./lines.js";

export const axis = {
  type: "integer", min: -8, max: 7, orList: true, optional: true, description: "Axes to reduce, one or a list; negative ones count from the end. Default: all.",
} as const;

const nanPolicy = { type: "string", choices: nanPolicies, default: "propagate", description: "Whether a NaN decides over the result, or is left out." } as const;

/** What reductions have in common. */
export const reduction = {
  category: "reductions",
  inputs: { image: { type: "array", description: "Any number of axes." } } satisfies Inputs,
  outputShape: shapeOfLines,
  check: checkAxes,
  main: "values",
  examples: [{}, { axis: 0 }, { axis: [-1] }],
} as const;

/** The same for those that give numbers and may leave NaN out. */
export const numericReduction = {
  ...reduction,
  parameters: { axis, nanPolicy } satisfies Parameters,
  outputs: {
    values: { type: "array", result: "native", description: "Float64, of the axes that are left; without any where all are reduced." },
    value: { type: "number", optional: true, description: "The number itself, where all axes are reduced." },
  } satisfies Outputs,
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "allclose", rtol: 1e-9, atol: 1e-12 },
} as const;

/** How golden cases call the function. */
export function goldenReduction(method: string, takesNan = true): readonly GoldenMapping[] {
  return [{ op: "reduce", variant: "numpy", where: { method }, ...(takesNan ? { parameters: { nan: "nanPolicy" } } : { ignored: ["nan"] }) }];
}

/** One number of every line; the line may be overwritten. */
export type Fold = (line: Float64Array) => number;

/** Folds the lines along the axes, and tells the number by itself where there is one alone. */
export function reduce(
  fold: Fold, { image }: { readonly image: NdArray }, choices: { readonly axis?: Axes; readonly nanPolicy: NanPolicy },
): { readonly values: NdArray; readonly value?: number } {
  const lines = linesOf(image, choices.axis);
  const data = new Float64Array(sizeOf(lines.shape));
  forEachLine(lines, choices.nanPolicy, (line, index) => { data[index] = fold(line); });
  const values = new NdArray({ data, shape: lines.shape });
  return lines.shape.length === 0 ? { values, value: data[0] as number } : { values };
}
