import { defineFunction } from "@openhcs/core";
import { unser1991 } from "../citations.js";
import { imageDtypes, imageRanks, numbersOf } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { interpolated } from "./interpolated.js";
import { interpolationDocumentation, interpolationParameters } from "./interpolation-parameters.js";
import { resampled } from "./zoomed.js";

/** An image moved along its axes, by fractions of pixels too. */
export const shift = defineFunction({
  name: "shift",
  documentation: `Moves an image along its axes by any number of pixels, with splines.

out[i] = image(i − shift): positive shifts move the content to higher indices. The shape stays. Whole pixels without interpolation: \`roll\`.

${interpolationDocumentation}`,
  category: "geometry",
  tags: ["registration", "interpolation", "spline", "translation"],
  synonyms: ["translate", "move", "offset", "ndimage.shift"],
  source: "scipy.ndimage.shift 1.10",
  citations: [unser1991],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    shift: { type: "number", perAxis: true, unit: "px", description: "How far the content moves, one number for all axes or one per axis." },
    ...interpolationParameters,
  },
  outputs: { image: { type: "array", result: "image", description: "The moved image." } },
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [{ shift: 1.5, order: 1 }, { shift: -2.25, order: 1, mode: "mirror" }, { shift: 3, order: 0, mode: "nearest" }, { shift: 0.7 }, { shift: 1.3, mode: "grid-constant", cval: 2 }],
  golden: [{ op: "shift", variant: "scipy", options: { planewise: "sliceBySlice" } }],
  reference({ image }, { shift: distances, order, mode, cval }) {
    const each = perAxis(distances, image.rank);
    const values = resampled(numbersOf(image), image.shape, image.shape, { order, mode, cval }, (axis, i) => i - (each[axis] as number));
    return interpolated(values, image.shape, image.dtype);
  },
});
