import type { ArraySpec } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { checkSigned, signedOutDtypes } from "./out-dtype.js";

/** How the image goes on beyond its border, for all edge filters. */
const borderParameters = {
  mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
  cval: { type: "number", default: 0, description: "Value beyond the border in mode constant; for skimage on the scaled values, for scipy on each axis anew." },
} as const;

/** Parameters of edge filters that scikit-image alone has. */
export const magnitudeParameters = {
  axis: { type: "integer", min: -8, max: 7, optional: true, description: "Axis of the difference, negative ones from the end. Default: the magnitude over all axes." },
  mode: borderParameters.mode,
  cval: { ...borderParameters.cval, description: "Value beyond the border in mode constant, on the scaled values." },
} as const;

/** Parameters of edge filters that both peers have. */
export const edgeParameters = {
  convention: { type: "string", choices: ["skimage", "scipy"], default: "skimage", description: "Whose definition is followed." },
  axis: {
    type: "integer", min: -8, max: 7, optional: true, defaultBy: { convention: { scipy: -1 } },
    description: "Axis of the difference, negative ones from the end. Default: the magnitude over all axes for skimage, the last axis for scipy.",
  },
  ...borderParameters,
  outDtype: {
    type: "string", choices: signedOutDtypes, optional: true, when: { convention: "scipy" },
    description: "Dtype in which each axis' result is kept, same being the image's; integers wrap. Default: float32 or float64.",
  },
} as const;

/** `true`, or why an edge filter refuses an image. */
export function checkEdges(image: ArraySpec | undefined, { axis, outDtype }: { readonly axis?: number; readonly outDtype?: string }): true | string {
  const rank = image?.shape.length ?? 8;
  if (axis !== undefined && (axis < -rank || axis >= rank)) return `must have an axis in [${-rank}, ${rank - 1}]`;
  return checkSigned(image?.dtype, outDtype);
}
