import { defineFunction, NdArray, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { huang1979 } from "../citations.js";
import { boundaryModes } from "../neighborhood/boundary.js";
import { elementOf, imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { checkFootprint, footprintParameter, memberCount } from "../neighborhood/footprint.js";
import { footprintRank } from "../neighborhood/footprint-rank.js";
import { boxOf } from "../neighborhood/window.js";
import { medianWindow } from "./median-window.js";

/** More members than this are a mistake, or a computation that does not end. */
const mostMembers = 1 << 24;

/** What `cv2.medianBlur` takes; beyond 5 px uint8 only. */
const opencvDtypes: readonly Dtype[] = ["uint8", "uint16", "int16", "float32"];

/** The median of every pixel's neighbourhood. */
export const median = defineFunction({
  name: "median",
  documentation: `Replaces each pixel by the median of its neighbourhood, which removes outliers and keeps edges.

The neighbourhood is a box of \`size\` pixels, or the \`footprint\`; its centre is at ⌊size / 2⌋ along each axis. Of n sorted values the
one of index ⌊n / 2⌋ is taken, the upper of the two in the middle of an even number. The result has the image's dtype, exactly.

Conventions: scipy has any size, footprint and border; cv2 has squares of odd \`kernelSize\` on planes of uint8, uint16, int16 or
float32, above 5 px of uint8 only, and continues the nearest pixel. A footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane.

NaN sorts after infinity: fewer than half of them in a neighbourhood vanish like other outliers. A constant image stays as it is. A window
larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["smoothing", "rank", "denoising", "edge-preserving"],
  synonyms: ["median filter", "despeckle", "median_filter", "medianBlur"],
  source: "scipy.ndimage.median_filter 1.10; cv2.medianBlur 4.6",
  citations: [huang1979],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "cv2"], default: "scipy", description: "Whose definition is followed." },
    size: {
      type: "integer", perAxis: true, min: 1, max: 4095, default: 3, unit: "px", when: { convention: "scipy" },
      description: "Extent of the box, one for all axes or one per axis; without meaning where there is a footprint.",
    },
    footprint: { ...footprintParameter, optional: true, when: { convention: "scipy" } },
    mode: { type: "string", choices: boundaryModes, default: "reflect", when: { convention: "scipy" }, description: "How the image goes on beyond its border." },
    cval: { type: "number", default: 0, when: { convention: "scipy" }, description: "Value beyond the border in mode constant, as the image's dtype holds it." },
    kernelSize: { type: "integer", min: 1, max: 361, default: 3, unit: "px", when: { convention: "cv2" }, description: "Side of the square, odd; OpenCV counts no more pixels." },
  },
  outputs: { image: { type: "array", result: "image", description: "The filtered image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.005 },
  tolerance: { kind: "exact" },
  examples: [
    { size: 3 }, { size: 5, mode: "nearest" }, { size: 4, mode: "mirror" }, { size: 3, mode: "constant", cval: 7 },
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" },
    { convention: "cv2", kernelSize: 5 },
  ],
  golden: [
    {
      op: "median", variant: "scipy", fixed: { convention: "scipy" },
      quirk: "a cval beyond the range of the image's dtype is clamped to it, while SciPy wraps modulo 2ⁿ",
    },
    { op: "median", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true }, parameters: { ksize: "kernelSize" } },
  ],
  check({ image }, parameters) {
    const rank = image?.shape.length ?? 0;
    const { convention, footprint, kernelSize = 1 } = parameters;
    if (convention === "cv2") return image === undefined || checkOpencv(image, kernelSize);
    const answer = footprint === undefined || checkFootprint(footprint, rank);
    if (answer !== true) return answer;
    return sizeOf(medianWindow(rank, parameters).shape) <= mostMembers || `must give a window of at most ${mostMembers} pixels`;
  },
  reference({ image }, parameters) {
    const { dtype, shape, rank } = image;
    const { mode = "nearest", cval = 0 } = parameters;
    const { shape: extents, footprint: window = boxOf(extents) } = medianWindow(rank, parameters);
    const values = footprintRank(numbersOf(image), shape, window, { mode, cval: elementOf(dtype, cval) }, memberCount(window) >> 1);
    return new NdArray({ data: truncatedTo(dtype, values), shape, dtype });
  },
});

function checkOpencv({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, kernelSize: number): true | string {
  if (!opencvDtypes.includes(dtype)) return `must be ${opencvDtypes.join(", ")} for cv2`;
  if (shape.length !== 2) return "must be a plane for cv2 (call a stack with sliceBySlice)";
  if (kernelSize % 2 === 0) return "must have an odd kernelSize";
  return kernelSize <= 5 || dtype === "uint8" || "must be uint8 for a kernelSize above 5 in cv2";
}
