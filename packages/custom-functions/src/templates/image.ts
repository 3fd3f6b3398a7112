import { wordsFor, type Template } from "./template-kind.js";

export const image: Template = {
  kind: "image",
  description: "an image from an image",
  source(memoryType) {
    const { imports, decorator, array } = wordsFor(memoryType);
    return `import { gaussian, ${imports} } from "openhcs";

/**
 * Smooth an image.
 *
 * Library functions take the image and give another one, wherever it lies.
 * @param sigma width of the smoothing, pixels, 0..100
 * @returns the processed image, with what was used as metadata
 * @example
 * const flat = NdArray.full([1, 4, 4], 3);
 * const [result, settings] = await myFunction(flat, 2);
 * result.mean() //=> 3
 * settings //=> { sigma: 2 }
 */
export const myFunction = ${decorator()}(async function myFunction(image: ${array}, sigma: number = 1) {
  const processed = await gaussian(image, { sigma });
  return [processed, { sigma }];
});
`;
  },
};
