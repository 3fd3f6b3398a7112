import { hostWordsFor, wordsFor, type Template } from "./template-kind.js";

export const analysis: Template = {
  kind: "analysis",
  description: "objects of an image, with a table of measurements",
  source(memoryType) {
    const holdsLabels = (["bool", "uint32"] as const).every((dtype) => memoryType.dtypes?.includes(dtype) ?? true);
    const { imports, array, decorator } = holdsLabels ? wordsFor(memoryType) : hostWordsFor(memoryType);
    const options = 'result: "labels", specialOutputs: { measurements: { type: "table" } }';
    return `import { applyThreshold, gaussian, label, ${imports}, regionprops } from "openhcs";

/**
 * Find bright objects and measure each of them.
 * @param threshold intensity above which a pixel belongs to an object
 * @param sigma width of the smoothing before, pixels, 0..100
 * @returns the objects as labels, and one row of measurements per object
 * @example
 * const dot = NdArray.zeros([1, 8, 8]);
 * dot.set([0, 4, 4], 10);
 * const [result, table] = await countObjects(dot, 0.5, 1);
 * result.max() //=> 1
 * table.area //=> [9]
 */
export const countObjects = ${decorator(options)}(async function countObjects(image: ${array}, threshold: number = 0.5, sigma: number = 1) {
  const smooth = await gaussian(image, { sigma });
  const mask = await applyThreshold(smooth, { threshold });
  const labels = await label(mask);
  const measurements = await regionprops(labels, { intensity: image, properties: ["label", "area", "mean_intensity"] });
  return [labels, measurements];
});
`;
  },
};
