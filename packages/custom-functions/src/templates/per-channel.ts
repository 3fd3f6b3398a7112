import { hostWordsFor, wordsFor, type Template } from "./template-kind.js";

export const perChannel: Template = {
  kind: "per-channel",
  description: "called with every plane of a stack, such as each channel",
  source(memoryType) {
    const hasPlanes = memoryType.plane !== undefined && memoryType.stack !== undefined && memoryType.reshape !== undefined;
    const { imports, array, decorator } = hasPlanes ? wordsFor(memoryType) : hostWordsFor(memoryType);
    return `import { gaussian, ${imports} } from "openhcs";

/**
 * Smooth every channel by itself.
 *
 * By its contract the function is called with one plane (Y, X) after another, and the results are stacked again.
 * @param sigma width of the smoothing, pixels, 0..100
 * @returns the processed plane
 * @example
 * const plane = NdArray.full([4, 4], 3);
 * (await smoothChannel(plane)).shape //=> [4, 4]
 */
export const smoothChannel = ${decorator('contract: "pure2d"')}(async function smoothChannel(image: ${array}, sigma: number = 1) {
  return await gaussian(image, { sigma });
});
`;
  },
};
