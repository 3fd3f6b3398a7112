import type { NdArray } from "@openhcs/core";
import { cropped } from "../neighborhood/cropped.js";
import { allocateNumbers, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { extendImage } from "../neighborhood/extended-image.js";
import { footprintMaximum, footprintMinimum } from "../neighborhood/extreme-filter.js";
import { greyPasses, type GreyChoices, type GreyStep } from "./grey-passes.js";

/** The minimum over the footprint. */
export function erosion(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["erosion"]);
}

/** The maximum over the footprint: for scipy the mirrored one. */
export function dilation(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["dilation"]);
}

/** The dilation of the erosion. */
export function opening(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["erosion", "dilation"]);
}

/** The erosion of the dilation. */
export function closing(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["dilation", "erosion"]);
}

function morphology(image: NdArray, choices: GreyChoices, steps: readonly GreyStep[]): Numbers {
  const { dtype, shape } = image;
  const { margin, passes } = greyPasses(image, choices, steps);
  const source = numbersOf(image);
  const { elements, shape: wide } = margin === undefined ? { elements: source, shape } : extendImage(source, shape, margin, { mode: "nearest", cval: 0 });
  const target = allocateNumbers(dtype, elements.length);
  for (const [n, { extreme, footprint, boundary }] of passes.entries()) {
    const filter = extreme === "minimum" ? footprintMinimum : footprintMaximum;
    filter(n === 0 ? elements : target, target, wide, footprint, boundary);
  }
  return margin === undefined ? target : cropped(target, wide, margin.centre, shape);
}
