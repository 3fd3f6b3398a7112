/** Starter source of a custom function on this memory type: the image is a handle, and stays on the device. */
export const template = `import { gaussian, subtract, webgpu, type AnyArray } from "openhcs";

/**
 * Take the smooth background off an image, on a WebGPU device.
 * @param sigma width of the background, pixels, 0..100
 * @returns what stands out from the background
 */
export const myFunction = webgpu(async function myFunction(image: AnyArray, sigma: number = 10) {
  const background = await gaussian(image, { sigma });
  return await subtract(image, { other: background });
});
`;
