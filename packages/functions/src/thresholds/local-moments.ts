import type { NdArray } from "@openhcs/core";
import { allocateNumbers, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { boxMean } from "./box-mean.js";
import { surfaceDtype } from "./threshold-surface.js";

/** Mean and standard deviation around every pixel. */
export interface LocalMoments {
  readonly means: Numbers;
  readonly deviations: Numbers;
}

/** Over boxes of odd extents, with mirrored borders; sums are float64, results float32 for float32 images. */
export function localMoments(image: NdArray, box: readonly number[]): LocalMoments {
  const dtype = surfaceDtype(image);
  const source = allocateNumbers(dtype, image.size);
  source.set(numbersOf(image));
  const boundary = { mode: "mirror", cval: 0 } as const;
  const mean = (values: Numbers) => {
    const means = new Float64Array(values.length);
    boxMean(values, means, image.shape, box, boundary);
    const target = allocateNumbers(dtype, values.length);
    target.set(means);
    return target;
  };
  const means = mean(source);
  const deviations = mean(source.map((value) => value * value));
  for (let i = 0; i < means.length; i++) deviations[i] = Math.sqrt(Math.max(0, (deviations[i] as number) - (means[i] as number) ** 2));
  return { means, deviations };
}
