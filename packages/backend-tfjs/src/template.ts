/** Starter source of a custom function on this memory type: in isolation the image is a handle; with the host's trust it is a tf.Tensor. */
export const template = `import { gaussian, subtract, tfjs, type AnyArray } from "openhcs";

/**
 * Take the smooth background off an image, with TensorFlow.js.
 * @param sigma width of the background, pixels, 0..100
 * @returns what stands out from the background
 */
export const myFunction = tfjs(async function myFunction(image: AnyArray, sigma: number = 10) {
  const background = await gaussian(image, { sigma });
  return await subtract(image, { other: background });
});
`;
