import { allocate, defineFunction, integerRange, isBigInteger, NdArray, sizeOf, toFloat16, type Dtype, type Shape } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { elementOf } from "../neighborhood/elements.js";
import { padElements } from "../neighborhood/pad-elements.js";
import { checkOutputShape } from "./output-shape.js";
import { padReads } from "./pad-reads.js";

/** An image with pixels around it. */
export const pad = defineFunction({
  name: "pad",
  documentation: `Puts pixels around an image, a constant or the image continued.

Modes by SciPy's names, (NumPy's): constant, nearest (edge): a a | a b c | c c, mirror (reflect): c b | a b c | b a, reflect (symmetric):
b a | a b c | c b, wrap: b c | a b c | a b. Widths beyond the image's extent go on in that way, in NumPy 1.24's rounds:
where the widths before and after differ, the pattern then is not quite periodic.

Values of any dtype, labels and NaN included, are copied as they are; cval is truncated and clamped to an integer dtype. Axes of extent 1
repeat their element. Axes of extent 0 take only the constant.`,
  category: "geometry",
  tags: ["layout", "border", "exact"],
  synonyms: ["border", "extend", "margin", "numpy.pad", "copyMakeBorder"],
  source: "numpy.pad 1.24",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    padWidth: {
      type: "any", unit: "px", description: "Pixels on every side, or [before, after] for all axes, or a list of [before, after] per axis.",
      examples: [2, [1, 3], [[0, 0], [2, 3]]],
    },
    mode: { type: "string", choices: boundaryModes, default: "constant", description: "What the new pixels hold." },
    cval: { type: "number", nonFinite: true, default: 0, description: "Value of the new pixels in mode constant." },
  },
  outputs: { image: { type: "array", result: "image", description: "The padded image." } },
  contract: "flexible",
  cost: { latencyUs: 10, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: [{ padWidth: 2 }, { padWidth: [1, 3], mode: "mirror" }, { padWidth: [[0, 2], [30, 1]], mode: "reflect" }, { padWidth: 3, mode: "wrap" }, { padWidth: 4, mode: "nearest" }],
  golden: [{
    op: "pad", variant: "numpy", options: { planewise: "sliceBySlice" },
    parameters: { mode: { to: "mode", values: { edge: "nearest", reflect: "mirror", symmetric: "reflect" } } },
  }],
  check({ image }, { padWidth, mode }) {
    if (image === undefined) return true;
    const widths = widthsOf(padWidth, image.shape.length);
    if (typeof widths === "string") return widths;
    const empty = image.shape.findIndex((extent, axis) => extent === 0 && (widths[axis] as Width).some((width) => width > 0));
    if (mode !== "constant" && empty >= 0) return `must have elements along axis ${empty} to continue them`;
    return checkOutputShape(paddedShape(image.shape, widths));
  },
  outputShape: ({ image }, { padWidth }) => (image === undefined ? [] : paddedShape(image.shape, widthsOf(padWidth, image.shape.length) as readonly Width[])),
  reference({ image }, { padWidth, mode, cval }) {
    const widths = widthsOf(padWidth, image.rank) as readonly Width[];
    const shape = paddedShape(image.shape, widths);
    const data = allocate(image.dtype, sizeOf(shape));
    padElements(image.data, data, image.shape, image.shape.map((extent, axis) => padReads(mode, extent, ...(widths[axis] as Width))), constantOf(image.dtype, cval));
    return new NdArray({ data, shape, dtype: image.dtype });
  },
});

/** Pixels before and after. */
export type Width = readonly [before: number, after: number];

/** Widths per axis, by NumPy's rule that a shape broadcasts to [rank, 2]; or why there are none. */
export function widthsOf(padWidth: unknown, rank: number): readonly Width[] | string {
  const rows = Array.isArray(padWidth) && Array.isArray(padWidth[0]) ? padWidth as unknown[] : [padWidth];
  if (rows.length !== 1 && rows.length !== rank) return `must have a padWidth of one [before, after] for each of ${rank} axes`;
  const widths = rows.map((row) => [row].flat() as number[]);
  if (!widths.every((pair) => (pair.length === 1 || pair.length === 2) && pair.every((width) => Number.isSafeInteger(width) && width >= 0))) {
    return "must have a padWidth of integers from 0 on, one or two for each axis";
  }
  return Array.from({ length: rank }, (_, axis) => {
    const [before, after = before] = widths[rows.length === 1 ? 0 : axis] as [number, number?];
    return [before, after];
  });
}

function paddedShape(shape: Shape, widths: readonly Width[]): Shape {
  return shape.map((extent, axis) => (widths[axis] as Width).reduce((sum, width) => sum + width, extent));
}

/** What the new pixels hold, as the dtype holds it. */
export function constantOf(dtype: Dtype, cval: number): number | bigint {
  if (dtype === "float16") return toFloat16(cval);
  if (dtype === "bool") return cval === 0 ? 0 : 1;
  if (!isBigInteger(dtype)) return elementOf(dtype, cval);
  const { min, max } = integerRange(dtype);
  if (cval >= Number(max)) return max;
  return cval <= Number(min) ? min : BigInt(Number.isNaN(cval) ? 0 : Math.trunc(cval));
}
