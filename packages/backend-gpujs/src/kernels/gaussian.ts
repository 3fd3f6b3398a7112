import { kernelFor, sizeOf } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import { gaussianWeights, gaussianWindows, type GaussianWindow } from "@openhcs/functions/for-kernels";
import type { GpuJsSession } from "../engine/session.js";
import { gpujsArray, type GpuJsArray } from "../memory.js";

/** SciPy's Gaussian with borders reflected once, one axis after another; a single element, reflected, stays what it is. */
export const gaussianKernel = kernelFor(gaussian, {
  memoryType: "gpujs",
  cost: { latencyUs: 2000, gbPerSec: 0.01 },
  dtypes: ["float32"],
  accumulates: "float32",
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    const { convention, mode, outDtype } = parameters;
    if (convention !== "scipy" || mode !== "reflect") return `reflects at borders as scipy does, not ${mode} as ${convention}`;
    if (outDtype !== undefined && outDtype !== "float32" && outDtype !== "same") return "keeps float32 only";
    const fits = ({ radius }: GaussianWindow, axis: number) => radius <= (image.shape[axis] as number) || image.shape[axis] === 1;
    return gaussianWindows(image, parameters).every(fits) || "leaves windows wider than the image to the reference";
  },
  async run({ image }: { readonly image: GpuJsArray }, parameters, { session }: { readonly session: GpuJsSession }) {
    let elements: Float32Array = image.buffer.slice();
    if (elements.length === 0) return gpujsArray(elements, image.shape);
    for (const [axis, { sigma, radius }] of gaussianWindows(image, parameters).entries()) {
      if (radius > 0 && image.shape[axis] !== 1) elements = await smoothed(elements, image.shape, axis, gaussianWeights(sigma, radius), session);
    }
    return gpujsArray(elements, image.shape);
  },
});

/** Lines along y, the axes within it along x and those around it along z. */
async function smoothed(elements: Float32Array, shape: readonly number[], axis: number, weights: Float64Array, session: GpuJsSession): Promise<Float32Array> {
  const extent = shape[axis] as number;
  const extents = [sizeOf(shape.slice(axis + 1)), extent, sizeOf(shape.slice(0, axis))];
  const radius = (weights.length - 1) / 2;
  const source = `function smooth(image, weights) {
  let sum = 0;
  for (let k = 0; k < ${weights.length}; k++) {
    let at = this.thread.y + k - ${radius};
    if (at < 0) { at = -1 - at; }
    if (at >= ${extent}) { at = ${2 * extent - 1} - at; }
    sum += weights[k] * image[this.thread.z][at][this.thread.x];
  }
  return sum;
}`;
  const args = { image: { elements, extents }, weights: { elements: Float32Array.from(weights), extents: [weights.length] } };
  return (await session.run({ source, args, output: extents })).elements as Float32Array;
}
