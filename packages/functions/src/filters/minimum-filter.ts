import { defineFunction, NdArray } from "@openhcs/core";
import { allocateNumbers, imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { footprintMinimum } from "../neighborhood/extreme-filter.js";
import { checkWindow, describedWindow, windowParameters } from "../neighborhood/window.js";

/** The smallest value of every pixel's neighbourhood. */
export const minimumFilter = defineFunction({
  name: "minimumFilter",
  documentation: `Replaces each pixel by the smallest value of its neighbourhood.

The neighbourhood is a box of \`size\` pixels, or the \`footprint\`, as it stands; its centre is at ⌊size / 2⌋ along each axis. Equals
greyErosion by the same footprint. The result has the image's dtype, exactly. A footprint with fewer axes than the image acts on the last
ones, so that a disk on a stack goes plane by plane. cval takes part as it is; where it is taken, integers hold it truncated and modulo 2ⁿ.

NaN spreads over the whole window, infinities take part like other values. A constant image stays as it is, except near a constant border;
axes of extent 1 are filtered like others. A window larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["rank", "morphology", "erosion", "local minimum"],
  synonyms: ["minimum filter", "min filter", "erode", "minimum_filter"],
  source: "scipy.ndimage.minimum_filter 1.10",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: windowParameters,
  outputs: { image: { type: "array", result: "image", description: "The filtered image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.015 },
  tolerance: { kind: "exact" },
  examples: [
    { size: 3 }, { size: 4, mode: "mirror" }, { size: 9, mode: "nearest" }, { size: 3, mode: "constant", cval: 7 }, { footprint: { shape: "disk", radius: 3 } },
    { footprint: { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] }, mode: "wrap" },
  ],
  golden: [{ op: "minimum", variant: "scipy", quirk: "NaN spreads over the footprint, while in SciPy its place in the footprint decides whether it is kept or lost" }],
  check: ({ image }, parameters) => checkWindow(image?.shape.length ?? 1, parameters),
  reference({ image }, parameters) {
    const { dtype, shape, rank } = image;
    const target = allocateNumbers(dtype, image.size);
    footprintMinimum(numbersOf(image), target, shape, describedWindow(rank, parameters), parameters);
    return new NdArray({ data: target, shape, dtype: dtype === "float16" ? "float32" : dtype });
  },
});
