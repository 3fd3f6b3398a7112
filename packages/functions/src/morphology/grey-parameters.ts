import type { ArraySpec, Dtype } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { checkFootprint, footprintParameter } from "../neighborhood/footprint.js";

/** What `cv2.morphologyEx` takes. */
const opencvDtypes: readonly Dtype[] = ["uint8", "uint16", "int16", "float32", "float64"];

/** Parameters of grey-scale morphology by the definition of any peer. */
export const greyParameters = {
  convention: { type: "string", choices: ["scipy", "skimage", "cv2"], default: "scipy", description: "Whose definition is followed." },
  footprint: { ...footprintParameter, optional: true, description: `${footprintParameter.description} Must be given but for skimage, where the cross of the image's rank is the default.` },
  mode: { type: "string", choices: boundaryModes, default: "reflect", when: { convention: "scipy" }, description: "How the image goes on beyond its border." },
  cval: { type: "number", default: 0, when: { convention: "scipy" }, description: "Value beyond the border in mode constant." },
} as const;

/** `true`, or which rule of a convention an image and a footprint break. */
export function checkGrey(image: ArraySpec | undefined, { convention, footprint }: { readonly convention: string; readonly footprint?: Readonly<Record<string, unknown>> | undefined }): true | string {
  const rank = image?.shape.length ?? 1;
  if (footprint === undefined) return convention === "skimage" || `must have a footprint for ${convention}`;
  if (convention !== "cv2") return checkFootprint(footprint, rank);
  if (image !== undefined && !opencvDtypes.includes(image.dtype)) return `must be ${opencvDtypes.join(", ")} for cv2`;
  return checkFootprint(footprint, Math.min(rank, 2));
}

/** The dtype of what grey-scale morphology gives: float16 becomes float32. */
export function greyDtype(dtype: Dtype): Dtype {
  return dtype === "float16" ? "float32" : dtype;
}
