import { defineFunction, NdArray, sizeOf } from "@openhcs/core";
import { imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { rollBall } from "./roll-ball.js";

/** A ball reaches no further than an image; what is larger was a mistake. */
const largestRadius = 1 << 14;

/** The ball covers so many lines of an image at most: more would take too long. */
const mostLines = 1 << 18;

/** The background under structures into which a ball does not fit. */
export const rollingBall = defineFunction({
  name: "rollingBall",
  documentation: `Estimates the background: the surface that a ball touches when it rolls along the underside of the image.

out = min over the ball of image[p + d] + radius − √(radius² − |d|²), |d| ≤ radius: at each pixel the ball is raised until it touches the
image, and its top is the background. Subtract it from the image to remove uneven background under bright structures smaller than the ball;
invert images with a bright background first. The ball is as high as it is wide, in grey values: it suits uint8 images, floats in [0, 1]
want a greater range.

What lies outside of the image never touches the ball. The result has the image's dtype: computed in float64 (float32 for float32 images),
integers truncate toward zero. Stacks are volumes for a ball in all axes; with sliceBySlice planes are by themselves. NaN never touches the
ball: where it reaches nothing else the result is infinite. A constant image gives itself, as does a radius below 1. A ball larger than the
image reaches all of it.`,
  category: "filters",
  tags: ["background", "illumination", "morphology", "correction"],
  synonyms: ["rolling ball", "background subtraction", "rolling_ball", "Subtract Background"],
  source: "Sternberg 1983, Computer 16(1); skimage.restoration.rolling_ball 0.19",
  citations: [{ text: "Sternberg S R (1983). Biomedical image processing. Computer 16(1):22–34.", doi: "10.1109/MC.1983.1654163" }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: { radius: { type: "number", min: 0, max: largestRadius, default: 100, unit: "px", description: "Radius of the ball, in pixels and in grey values." } },
  outputs: { image: { type: "array", result: "image", description: "The background, in the image's dtype." } },
  contract: "flexible",
  cost: { latencyUs: 500, gbPerSec: 0.002 },
  tolerance: { kind: "integer", maxAbsDiff: 1, maxMismatchFraction: 0.02 },
  examples: [{ radius: 5 }, { radius: 2.5 }, { radius: 20 }],
  golden: [{ op: "rolling_ball", variant: "skimage", quirk: "integers truncate, so that the last bit of a square root decides over a grey value" }],
  check({ image }, { radius }) {
    const leading = image?.shape.slice(0, -1) ?? [];
    const lines = sizeOf(leading.map((extent) => Math.min(2 * Math.ceil(radius) + 1, 2 * extent)));
    return lines <= mostLines || `must give a ball over at most ${mostLines} lines of pixels (this one has ${lines}); call a stack with sliceBySlice`;
  },
  reference({ image }, { radius }) {
    if (image.size === 0) return image.copy();
    return new NdArray({ data: truncatedTo(image.dtype, rollBall(numbersOf(image), image.shape, radius)), shape: image.shape, dtype: image.dtype });
  },
});
