import { defineFunction, dtypeRange, fromFloat16, isFloat, NdArray, toFloat16, type Dtype } from "@openhcs/core";
import { boundaryModes } from "../neighborhood/boundary.js";
import { imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { checkFootprint, describedFootprint, footprintParameter, type Footprint } from "../neighborhood/footprint.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { rankFilter } from "../neighborhood/rank-filter.js";

/** More members than this are a mistake, or a computation that does not end. */
const mostMembers = 1 << 24;

export const median = defineFunction({
  name: "median",
  documentation: `Replaces each pixel by the median of its neighbourhood, which removes outliers and keeps edges.

The neighbourhood is a box of \`size\` pixels, or the \`footprint\`; its centre is at ⌊size / 2⌋ along each axis. Of n sorted values the
one of index ⌊n / 2⌋ is taken, the upper of the two in the middle of an even number. The result has the image's dtype, exactly.

Conventions: scipy has any size, footprint and border; cv2 has squares of odd \`kernelSize\` on planes and continues the nearest
pixel. A footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane.

NaN sorts after infinity: fewer than half of them in a neighbourhood vanish like other outliers. A constant image stays as it is. A window
larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["smoothing", "rank", "denoising", "edge-preserving"],
  synonyms: ["median filter", "despeckle", "median_filter", "medianBlur"],
  source: "scipy.ndimage.median_filter 1.10; cv2.medianBlur 4.6",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [1, 2, 3, 4, 5, 6, 7, 8], description: "any number of axes from one on; for cv2 a plane" } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "cv2"], default: "scipy", description: "whose definition is followed" },
    size: {
      type: "integer", perAxis: true, min: 1, max: 4095, default: 3, unit: "px", when: { convention: "scipy" },
      description: "extent of the box, one for all axes or one per axis; without meaning where there is a footprint",
    },
    footprint: { ...footprintParameter, optional: true, when: { convention: "scipy" } },
    mode: { type: "string", choices: boundaryModes, default: "reflect", when: { convention: "scipy" }, description: "how the image goes on beyond its border" },
    cval: { type: "number", default: 0, when: { convention: "scipy" }, description: "value beyond the border in mode constant, as the image's dtype holds it" },
    kernelSize: { type: "integer", min: 1, max: 4095, default: 3, unit: "px", when: { convention: "cv2" }, description: "side of the square, odd" },
  },
  outputs: { image: { type: "array", result: "image", description: "the filtered image" } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.005 },
  tolerance: { kind: "exact" },
  examples: [
    { size: 3 }, { size: 5, mode: "nearest" }, { size: 4, mode: "mirror" }, { size: 3, mode: "constant", cval: 7 },
    { footprint: { shape: "disk", radius: 3 } }, { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" },
    { convention: "cv2", kernelSize: 5 },
  ],
  golden: [
    { op: "median", variant: "scipy", fixed: { convention: "scipy" } },
    { op: "median", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true }, parameters: { ksize: "kernelSize" } },
  ],
  check({ image }, { convention, size = 1, footprint, kernelSize = 1 }) {
    const rank = image?.shape.length ?? 0;
    if (convention === "cv2") {
      if (rank !== 2) return "must be a plane for cv2 (call a stack with sliceBySlice)";
      return kernelSize % 2 === 1 || "must have an odd kernelSize";
    }
    if (footprint !== undefined) return checkFootprint(footprint, rank);
    const members = perAxis(size, rank).reduce((product, each) => product * each, 1);
    return members <= mostMembers || `must give a window of at most ${mostMembers} pixels`;
  },
  reference({ image }, { convention, size = 1, footprint, mode = "nearest", cval = 0, kernelSize = 1 }) {
    const { dtype, shape, rank } = image;
    const sizes = perAxis(convention === "cv2" ? kernelSize : size, rank);
    const window = footprint === undefined ? box(sizes) : (describedFootprint(footprint, rank) as Footprint);
    const members = window.members.reduce((count, member) => count + member, 0);
    const values = rankFilter(numbersOf(image), shape, window, { mode, cval: elementOf(dtype, cval) }, members >> 1);
    return new NdArray({ data: truncatedTo(dtype, values), shape, dtype });
  },
});

function box(shape: readonly number[]): Footprint {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return { shape, centre: shape.map((extent) => extent >> 1), members: new Uint8Array(length).fill(1) };
}

/** What a dtype makes of a number beyond the border: clamped and truncated. */
function elementOf(dtype: Dtype, value: number): number {
  if (dtype === "float32") return Math.fround(value);
  if (dtype === "float16") return fromFloat16(toFloat16(value));
  if (isFloat(dtype)) return value;
  const { min, max } = dtypeRange(dtype);
  return Math.trunc(Math.min(max, Math.max(min, value)));
}
