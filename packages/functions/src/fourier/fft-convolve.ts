import { defineFunction, messageOf, NdArray, type ArraySpec } from "@openhcs/core";
import { rollElements } from "../geometry/roll-elements.js";
import { imageRanks, numbersOf } from "../neighborhood/elements.js";
import { invertAxes, spectrumOf, type Spectrum } from "./spectrum.js";

/** An image convolved with a kernel of any size, by way of their spectra. */
export const fftConvolve = defineFunction({
  name: "fftConvolve",
  documentation: `Convolves an image with a kernel of any size by way of their Fourier transforms.

out[i] = Σ kernel[k] · x[i - k], where the image goes on periodically beyond its border (circular convolution), in float64. The work does not depend on the
kernel's size, n · log n for n pixels of any shape. The kernel's element [0, 0] is its origin, or with centered the one at ⌊size / 2⌋, so that a
symmetric kernel moves nothing. A kernel with fewer axes than the image acts on the last ones, plane by plane; none may be longer than the image.
It is not normalised.

A NaN or infinity makes all pixels NaN that are transformed with it. A constant image becomes the constant times the kernel's sum.`,
  category: "fourier",
  tags: ["linear", "convolution", "frequency"],
  synonyms: ["fft_convolve", "fftconvolve", "circular convolution", "PSF blur", "large kernel"],
  source: "numpy.fft 1.24: ifft2(fft2(image) · fft2(kernel))",
  inputs: {
    image: { type: "array", ranks: imageRanks, description: "Any number of axes from one on." },
    psf: { type: "array", optional: true, description: "The kernel as an array; instead of kernel." },
  },
  parameters: {
    kernel: { type: "list", optional: true, description: "The kernel as nested lists of numbers; instead of psf." },
    centered: { type: "boolean", default: false, description: "The kernel's origin is its centre at ⌊size / 2⌋ rather than its first element." },
  },
  outputs: { image: { type: "array", result: "image", description: "Of the image's shape." } },
  check({ image, psf }, { kernel }) {
    if ((psf === undefined) === (kernel === undefined)) return 'need exactly one of the array "psf" and the list "kernel"';
    const read = kernel === undefined ? psf : readKernel(kernel);
    return typeof read === "string" ? read : image === undefined || read === undefined || checkExtents(image, read);
  },
  cost: { latencyUs: 100, gbPerSec: 0.01 },
  tolerance: { kind: "allclose", rtol: 1e-5, atol: 1e-4 },
  examples: [{ kernel: [[1, 2, 1], [0, 3, 0]] }, { kernel: [[0.25, 0.5, 0.25]], centered: true }],
  golden: [{ op: "fft_convolve", variant: "numpy" }],
  reference({ image, psf }, { kernel = [], centered }) {
    const { shape, rank } = image;
    const weights = psf ?? (readKernel(kernel) as NdArray);
    const axes = weights.shape.map((_, axis) => rank - weights.rank + axis);
    const window = shape.slice(rank - weights.rank);
    const spectrum = spectrumOf(numbersOf(image), shape, axes);
    multiplyBlocks(spectrum, spectrumOf(paddedTo(window, weights, centered), window, [...window.keys()]));
    invertAxes(spectrum, shape, axes);
    return new NdArray({ data: spectrum.re, shape });
  },
});

/** The kernel of the parameters; or why it is none. */
export function readKernel(kernel: readonly unknown[]): NdArray | string {
  if (!kernel.flat(Infinity).every((weight) => Number.isFinite(weight))) return "must have a kernel of finite numbers";
  try {
    return NdArray.from(kernel as number[], "float64");
  } catch (error) {
    return `must have a kernel of nested lists of one shape: ${messageOf(error)}`;
  }
}

function checkExtents({ shape }: ArraySpec, kernel: Pick<ArraySpec, "shape">): true | string {
  const last = shape.slice(shape.length - kernel.shape.length);
  if (kernel.shape.length === 0 || kernel.shape.length > shape.length) return `must have a kernel of 1 to ${shape.length} axes`;
  const fits = kernel.shape.every((extent, axis) => extent > 0 && extent <= (last[axis] as number));
  return fits || `must have a kernel of at most the image's extents [${last.join(", ")}], and not without elements`;
}

/** The kernel in the corner of zeros, or about it where its centre is the origin. */
export function paddedTo(shape: readonly number[], weights: NdArray, centered: boolean): Float64Array {
  const padded = NdArray.zeros(shape, "float64");
  const values = numbersOf(weights.packed());
  const index = weights.shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    let rest = i;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const extent = weights.shape[axis] as number;
      index[axis] = rest % extent;
      rest = Math.floor(rest / extent);
    }
    padded.set(index, values[i] as number);
  }
  if (!centered) return padded.data as Float64Array;
  const rolled = new Float64Array(padded.size);
  rollElements(padded.data as Float64Array, rolled, shape, weights.shape.map((extent) => -(extent >> 1)));
  return rolled;
}

/** Multiplies every block of a spectrum by a smaller one. */
function multiplyBlocks({ re, im }: Spectrum, by: Spectrum): void {
  for (let i = 0, k = 0; i < re.length; i++, k = k + 1 === by.re.length ? 0 : k + 1) {
    const a = re[i] as number;
    const b = im[i] as number;
    const c = by.re[k] as number;
    const d = by.im[k] as number;
    re[i] = a * c - b * d;
    im[i] = a * d + b * c;
  }
}
