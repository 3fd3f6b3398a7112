import { isFloat, type NdArray, type Shape } from "@openhcs/core";
import { smooth } from "../filters/gaussian-passes.js";
import { gaussianWindows } from "../filters/gaussian-windows.js";
import type { BoundaryMode } from "../neighborhood/boundary.js";
import { allocateNumbers, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { clipToImage } from "./clip-to-image.js";
import { gridMode } from "./grid-mode.js";
import { interpolated } from "./interpolated.js";
import { zoomed } from "./zoomed.js";

interface Choices {
  readonly order: number;
  readonly mode: BoundaryMode;
  readonly cval: number;
  readonly clip: boolean;
  readonly smooth: boolean;
  /** Of the smoothing; follows from the extents where undefined. */
  readonly sigma: number | readonly number[] | undefined;
}

/** An image in other extents as scikit-image makes it: smoothed where asked, interpolated by splines, clipped to its own range. */
export function resizedSmoothly(image: NdArray, shape: Shape, choices: Choices): NdArray {
  const { order, mode, cval, clip } = choices;
  const values = numbersOf(image);
  const dtype = order === 0 || isFloat(image.dtype) ? image.dtype : "float64";
  const source = choices.smooth ? smoothed(values, image.shape, shape, choices, allocateNumbers(dtype, values.length)) : values;
  const result = interpolated(zoomed(source, image.shape, shape, { order, mode: gridMode(mode), cval }, true), shape, dtype);
  if (clip) clipToImage(values, result.data as Numbers, mode, cval);
  return result;
}

function smoothed(values: Numbers, shape: Shape, target: Shape, { mode, cval, sigma }: Choices, result: Numbers): Numbers {
  const deviation = sigma ?? shape.map((extent, axis) => Math.max(0, (extent / (target[axis] as number) - 1) / 2));
  smooth(values, result, shape, gaussianWindows({ dtype: "float64", shape }, { convention: "scipy", sigma: deviation }), { mode, cval });
  return result;
}
