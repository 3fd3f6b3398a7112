import type { Tensor } from "@tensorflow/tfjs-core";
import { kernelFor, sizeOf } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import { gaussianWeights, gaussianWindows, type GaussianWindow } from "@openhcs/functions/for-kernels";
import type { TfSession } from "../engine/session.js";
import type { Tf } from "../engine/tensorflow.js";
import { compute } from "./compute.js";

/** SciPy's Gaussian with borders reflected once: a convolution along each axis; a single element, reflected, stays what it is. */
export const gaussianKernel = kernelFor(gaussian, {
  memoryType: "tfjs",
  cost: { latencyUs: 1000, gbPerSec: 0.05 },
  dtypes: ["float32"],
  accumulates: "float32",
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    const { convention, mode, outDtype } = parameters;
    if (convention !== "scipy" || mode !== "reflect") return `reflects at borders as scipy does, not ${mode} as ${convention}`;
    if (outDtype !== undefined && outDtype !== "float32" && outDtype !== "same") return "keeps float32 only";
    if (sizeOf(image.shape) === 0) return "leaves images without elements to the reference";
    const fits = ({ radius }: GaussianWindow, axis: number) => radius <= (image.shape[axis] as number) || image.shape[axis] === 1;
    return gaussianWindows(image, parameters).every(fits) || "leaves windows wider than the image to the reference";
  },
  run({ image }: { readonly image: Tensor }, parameters, { session }: { readonly session: TfSession }) {
    const { dtype, shape } = { dtype: "float32" as const, shape: image.shape };
    const windows = gaussianWindows({ dtype, shape }, parameters);
    return compute(session, [image], (tf) => windows.reduce((smooth, { sigma, radius }, axis) => (radius === 0 || shape[axis] === 1 ? smooth : along(tf, smooth, axis, gaussianWeights(sigma, radius))), tf.add(image, 0)));
  },
});

/** Lines of an axis, the axes around it as a batch and those within it beside each other. */
function along(tf: Tf, image: Tensor, axis: number, weights: Float64Array): Tensor {
  const { shape } = image;
  const radius = (weights.length - 1) / 2;
  const lines = tf.reshape(image, [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1)), 1]);
  const extended = tf.mirrorPad(lines, [[0, 0], [radius, radius], [0, 0], [0, 0]], "symmetric");
  const filter = tf.tensor4d(Float32Array.from(weights), [weights.length, 1, 1, 1]);
  return tf.reshape(tf.conv2d(extended as never, filter, 1, "valid"), shape);
}
