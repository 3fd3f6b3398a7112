import { defineFunction, dtypeRange, isFloat, isInteger, NdArray, saturate, type Dtype } from "@openhcs/core";
import { boundaryModes, type Boundary } from "../neighborhood/boundary.js";
import { allocateNumbers, imageDtypes, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { footprintMaximum, footprintMinimum } from "../neighborhood/extreme-filter.js";
import { checkFootprint, describedFootprint, footprintParameter, mirrored, type Footprint } from "../neighborhood/footprint.js";

/** What `cv2.morphologyEx` takes. */
const opencvDtypes: readonly Dtype[] = ["uint8", "uint16", "int16", "float32", "float64"];

/** What an opening removes from an image: bright structures smaller than the footprint. */
export const whiteTophat = defineFunction({
  name: "whiteTophat",
  documentation: `Keeps bright structures into which the footprint does not fit, and removes the background.

The image minus its opening, which is the erosion (minimum over the footprint) followed by the dilation (maximum over the mirrored
footprint). Exact, in the image's dtype. Where the opening exceeds the image, as it can at a border, integers are taken
modulo 2ⁿ.

Conventions: scipy has any border mode; skimage is the same with reflect; cv2 ignores what lies outside, does not mirror the footprint,
saturates negative differences, and takes uint8, uint16, int16, float32 and float64 with footprints of planes.
A footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane.

NaN spreads over the footprint, twice. A constant image gives 0. A footprint larger than the image reads the continued border.`,
  category: "morphology",
  tags: ["background", "morphology", "opening", "tophat"],
  synonyms: ["top hat", "background subtraction", "white_tophat", "MORPH_TOPHAT"],
  source: "scipy.ndimage.white_tophat 1.10; skimage.morphology.white_tophat 0.19; cv2.morphologyEx 4.6",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes from one on.", ranks: [1, 2, 3, 4, 5, 6, 7, 8] } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "skimage", "cv2"], default: "scipy", description: "Whose definition is followed." },
    footprint: footprintParameter,
    mode: { type: "string", choices: boundaryModes, default: "reflect", when: { convention: "scipy" }, description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, when: { convention: "scipy" }, description: "Value beyond the border in mode constant." },
  },
  outputs: { image: { type: "array", result: "image", description: "Image minus opening." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.011 },
  tolerance: { kind: "exact" },
  examples: [
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "square", size: 5 }, mode: "nearest" }, { footprint: { shape: "disk", radius: 12 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" }, { footprint: { shape: "cross", ndim: 2 }, mode: "constant", cval: 7 },
    { convention: "cv2", footprint: { shape: "disk", radius: 4 } },
  ],
  golden: [
    { op: "white_tophat", variant: "scipy", fixed: { convention: "scipy" } },
    { op: "white_tophat", variant: "skimage", fixed: { convention: "skimage" }, ignored: ["planewise"] },
    { op: "white_tophat", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  check({ image }, { convention, footprint }) {
    const rank = image?.shape.length ?? 0;
    if (convention !== "cv2") return checkFootprint(footprint, rank);
    if (image !== undefined && !opencvDtypes.includes(image.dtype)) return `must be ${opencvDtypes.join(", ")} for cv2`;
    return checkFootprint(footprint, Math.min(rank, 2));
  },
  reference({ image }, { convention, footprint: description, mode = "reflect", cval = 0 }) {
    const footprint = describedFootprint(description, image.rank) as Footprint;
    const source = numbersOf(image);
    const opened = convention === "cv2" ? openIgnoringOutside(image, source, footprint) : open(image, source, footprint, { mode, cval });
    const store = rounding(image.dtype, convention);
    for (let i = 0; i < source.length; i++) opened[i] = store((source[i] as number) - (opened[i] as number));
    return new NdArray({ data: opened, shape: image.shape, dtype: image.dtype === "float16" ? "float32" : image.dtype });
  },
});

function open(image: NdArray, source: Numbers, footprint: Footprint, boundary: Boundary): Numbers {
  const eroded = allocateNumbers(image.dtype, source.length);
  footprintMinimum(source, eroded, image.shape, footprint, boundary);
  footprintMaximum(eroded, eroded, image.shape, mirrored(footprint), boundary);
  return eroded;
}

/** OpenCV: what lies outside never is the extreme value, and the dilation takes the footprint as it stands. */
function openIgnoringOutside(image: NdArray, source: Numbers, footprint: Footprint): Numbers {
  const { min, max } = outermost(image.dtype);
  const eroded = allocateNumbers(image.dtype, source.length);
  footprintMinimum(source, eroded, image.shape, footprint, { mode: "constant", cval: max });
  footprintMaximum(eroded, eroded, image.shape, footprint, { mode: "constant", cval: min });
  return eroded;
}

/** What a difference becomes in the image's dtype, beyond what storing it does: modulo 2ⁿ. */
function rounding(dtype: Dtype, convention: string): (difference: number) => number {
  if (dtype === "bool") return (difference) => difference & 1;
  return convention === "cv2" && isInteger(dtype) ? saturate(dtype) : (difference) => difference;
}

function outermost(dtype: Dtype): { readonly min: number; readonly max: number } {
  return isFloat(dtype) ? { min: -Infinity, max: Infinity } : dtypeRange(dtype);
}
