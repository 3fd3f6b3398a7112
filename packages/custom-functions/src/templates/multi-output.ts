import { wordsFor, type Template } from "./template-kind.js";

export const multiOutput: Template = {
  kind: "multi-output",
  description: "several named results at once, for later steps of a pattern",
  source(memoryType) {
    const { imports, array, decorator } = wordsFor(memoryType);
    const options = 'specialOutputs: { background: { type: "array", result: "image" }, sigma: { type: "number" } }';
    return `import { gaussian, ${imports}, subtract } from "openhcs";

/**
 * Take the slowly varying background away, and give it too.
 * @param sigma width of what counts as background, pixels, 0..1000
 * @returns the image without its background; then the background, and the width that was used
 * @example
 * const flat = NdArray.full([1, 4, 4], 3);
 * const [result, below, width] = await splitBackground(flat, 2);
 * result.max() //=> 0
 * below.mean() //=> 3
 * width //=> 2
 */
export const splitBackground = ${decorator(options)}(async function splitBackground(image: ${array}, sigma: number = 10) {
  const background = await gaussian(image, { sigma });
  const foreground = await subtract(image, { other: background });
  return [foreground, background, sigma];
});
`;
  },
};
