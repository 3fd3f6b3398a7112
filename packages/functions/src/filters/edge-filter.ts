import { normalizeAxis, sizeOf, type Dtype, type NdArray, type Shape } from "@openhcs/core";
import { boundaryModes, type Boundary } from "../neighborhood/boundary.js";
import { correlate1d } from "../neighborhood/correlate-1d.js";
import { correlateNd, type Kernel } from "../neighborhood/correlate-nd.js";
import { numbersOf } from "../neighborhood/elements.js";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { arrayOf, checkSigned, keptElements, signedOutDtypes } from "./out-dtype.js";
import { unitRangeOf } from "./unit-range.js";

const difference = [-1, 0, 1] as const;

/** Weights of the central difference's neighbours, before, at and after a line, on all other axes. */
type Smoothing = readonly [number, number, number];

/** How the image goes on beyond its border, for all edge filters. */
const borderParameters = {
  mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
  cval: { type: "number", default: 0, description: "Value beyond the border in mode constant; for skimage on the scaled values, for scipy on each axis anew." },
} as const;

/** Parameters of edge filters that scikit-image alone has. */
export const magnitudeParameters = {
  axis: { type: "integer", min: -8, max: 7, optional: true, description: "Axis of the difference, negative ones from the end. Left out: the magnitude over all axes." },
  mode: borderParameters.mode,
  cval: { ...borderParameters.cval, description: "Value beyond the border in mode constant, on the scaled values." },
} as const;

/** Parameters of edge filters that both peers have. */
export const edgeParameters = {
  convention: { type: "string", choices: ["skimage", "scipy"], default: "skimage", description: "Whose definition is followed." },
  axis: {
    type: "integer", min: -8, max: 7, optional: true, defaultBy: { convention: { scipy: -1 } },
    description: "Axis of the difference, negative ones from the end. Left out: the magnitude over all axes for skimage, the last axis for scipy.",
  },
  ...borderParameters,
  outDtype: {
    type: "string", choices: signedOutDtypes, optional: true, when: { convention: "scipy" },
    description: "Dtype in which each axis' result is kept, same being the image's; integers wrap. Left out: float32 or float64.",
  },
} as const;

/** `true`, or why an edge filter refuses an image. */
export function checkEdges(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, { axis, outDtype }: { readonly axis?: number; readonly outDtype?: string }): true | string {
  const rank = image?.shape.length ?? 8;
  if (axis !== undefined && (axis < -rank || axis >= rank)) return `must have an axis in [${-rank}, ${rank - 1}]`;
  return checkSigned(image?.dtype, outDtype);
}

/** scikit-image: central differences along one axis with their sign, or the root of the mean of their squares over all axes. */
export function edgeStrength(image: NdArray, smoothing: Smoothing, axis: number | undefined, boundary: Boundary): NdArray {
  const { rank, shape } = image;
  const source = unitRangeOf(image);
  const kept = keptElements(image, undefined);
  if (axis !== undefined || rank === 1) {
    kept.set(correlateNd(source, shape, edgeKernel(smoothing, rank, normalizeAxis(axis ?? 0, rank)), boundary));
    return arrayOf(kept, image, undefined);
  }
  const squares = new Float64Array(source.length);
  for (let along = 0; along < rank; along++) {
    const edges = correlateNd(source, shape, edgeKernel(smoothing, rank, along), boundary);
    for (let i = 0; i < squares.length; i++) squares[i] = (squares[i] as number) + (edges[i] as number) * (edges[i] as number);
  }
  for (let i = 0; i < squares.length; i++) kept[i] = Math.sqrt((squares[i] as number) / rank);
  return arrayOf(kept, image, undefined);
}

/** SciPy: central differences along one axis, then sums along the others. */
export function edgeDerivative(image: NdArray, smoothing: Smoothing, axis: number, boundary: Boundary, outDtype: (typeof signedOutDtypes)[number] | undefined): NdArray {
  const { rank, shape } = image;
  const kept = keptElements(image, outDtype);
  const along = normalizeAxis(axis, rank);
  correlate1d(numbersOf(image), kept, shape, along, Float64Array.from(difference), boundary);
  for (let across = 0; across < rank; across++) {
    if (across !== along) correlate1d(kept, kept, shape, across, Float64Array.from(smoothing), boundary);
  }
  return arrayOf(kept, image, outDtype);
}

/** The product of a difference along one axis and smoothing along the others. */
function edgeKernel(smoothing: Smoothing, rank: number, along: number): Kernel {
  const shape = new Array<number>(rank).fill(3);
  const weights = new Float64Array(sizeOf(shape));
  const index = new Array<number>(rank).fill(0);
  for (let k = 0; k < weights.length; k++) {
    weights[k] = index.reduce((product, at, axis) => product * ((axis === along ? difference : smoothing)[at] as number), 1);
    advanceIndex(index, shape);
  }
  return { shape, centre: shape.map(() => 1), weights };
}
