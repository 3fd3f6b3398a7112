import { isFloat, NdArray, roundHalfEven, saturate, type Dtype } from "@openhcs/core";
import type { Boundary } from "../neighborhood/boundary.js";
import { correlate1d } from "../neighborhood/correlate-1d.js";
import { allocateNumbers, numbersOf } from "../neighborhood/elements.js";

/** Size and standard deviation of OpenCV's kernel along one axis; what is 0 follows from the other. */
export interface KernelAxis {
  readonly size: number;
  readonly sigma: number;
}

/** Pairs in the order y, x. */
export interface OpencvKernel {
  readonly size: readonly number[];
  readonly sigma: readonly number[];
}

export const opencvDtypes: readonly Dtype[] = ["uint8", "uint16", "int16", "float32", "float64"];

/** Bits behind the point with which OpenCV holds the weights for an integer image; other dtypes use floats. */
const fractionBits: Partial<Record<Dtype, number>> = { uint8: 8, uint16: 16 };

/** Weights, times 256, that OpenCV uses for small windows whose sigma is left to it. */
const smallKernels: Readonly<Record<number, readonly number[]>> = {
  1: [256],
  3: [64, 128, 64],
  5: [16, 64, 96, 64, 16],
  7: [8, 28, 56, 72, 56, 28, 8],
  9: [4, 13, 30, 51, 60, 51, 30, 13, 4],
};

/** `true`, or why OpenCV knows no such kernel. */
export function checkOpencvKernel(kernel: OpencvKernel, dtype: Dtype): true | string {
  for (const { size, sigma } of kernelAxes(kernel, dtype)) {
    if (size === 0 && sigma === 0) return "must have a sigma or a kernelSize above 0 on each axis";
    if (size % 2 === 0) return "must have an odd kernelSize, or 0 where it follows from sigma";
  }
  return true;
}

/**
 * `cv2.GaussianBlur` of a plane.
 *
 * uint8 and uint16 images are summed exactly in OpenCV's fixed point (8 and 16 fractional bits, errors of the weights diffused
 * towards the centre) and rounded half up; int16 and floats with weights of the image's float precision.
 */
export function opencvGaussian(image: NdArray, kernel: OpencvKernel, boundary: Boundary): NdArray {
  const { dtype, shape } = image;
  const { y, x, bits } = opencvWeights(kernel, dtype);
  const source = numbersOf(image);
  const sums = allocateNumbers(bits === undefined && dtype !== "float64" ? "float32" : "float64", source.length);
  correlate1d(source, sums, shape, 1, x, boundary);
  correlate1d(sums, sums, shape, 0, y, boundary);
  if (isFloat(dtype)) return new NdArray({ data: sums, shape, dtype });

  const data = allocateNumbers(dtype, sums.length);
  const one = 2 ** (2 * (bits ?? 0));
  const toDtype = bits === undefined ? saturate(dtype) : (sum: number) => Math.floor((sum + one / 2) / one);
  for (let i = 0; i < sums.length; i++) data[i] = toDtype(sums[i] as number);
  return new NdArray({ data, shape, dtype });
}

/** Weights along y and x; `bits` of them lie behind the point where they are whole numbers. */
export function opencvWeights(kernel: OpencvKernel, dtype: Dtype): { readonly y: Float64Array; readonly x: Float64Array; readonly bits: number | undefined } {
  const bits = fractionBits[dtype];
  const [y, x] = kernelAxes(kernel, dtype).map((axis) => (bits === undefined ? floatWeights(axis, dtype) : fixedPointWeights(axis, bits))) as [Float64Array, Float64Array];
  return { y, x, bits };
}

/** Axes y and x with everything filled in that follows from something else. */
export function kernelAxes({ size, sigma }: OpencvKernel, dtype: Dtype): readonly [KernelAxis, KernelAxis] {
  const reach = dtype === "uint8" ? 3 : 4;
  const complete = (size: number, sigma: number) => ({ size: size === 0 && sigma > 0 ? nextOdd(roundHalfEven(sigma * reach * 2 + 1)) : size, sigma });
  const [sizeY = 0, sizeX = 0] = size;
  const [sigmaY = 0, sigmaX = 0] = sigma;
  return [complete(sizeY, sigmaY === 0 ? sigmaX : sigmaY), complete(sizeX, sigmaX)];
}

function nextOdd(size: number): number {
  return 2 * Math.floor(size / 2) + 1;
}

function exactWeights({ size, sigma }: KernelAxis): Float64Array {
  const small = smallKernels[size];
  if (sigma === 0 && small !== undefined) return Float64Array.from(small, (weight) => weight / 256);
  const deviation = sigma > 0 ? sigma : 0.15 * size + 0.35;
  const weights = Float64Array.from({ length: size }, (_, k) => Math.exp((-0.5 / (deviation * deviation)) * (k - (size - 1) / 2) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function floatWeights(axis: KernelAxis, dtype: Dtype): Float64Array {
  return dtype === "float64" ? exactWeights(axis) : exactWeights(axis).map(Math.fround);
}

/** Weights as whole multiples of 2⁻ᵇⁱᵗˢ whose sum is one: what rounding takes goes to the next weight, the rest to the centre. */
function fixedPointWeights(axis: KernelAxis, bits: number): Float64Array {
  const weights = exactWeights(axis);
  const last = weights.length - 1;
  let carried = 0;
  let outside = 0;
  for (let k = 0; k < last / 2; k++) {
    const exact = (weights[k] as number) * 2 ** bits + carried;
    const rounded = roundHalfEven(exact);
    carried = exact - rounded;
    outside += 2 * rounded;
    weights[k] = rounded;
    weights[last - k] = rounded;
  }
  weights[last / 2] = 2 ** bits - outside;
  return weights;
}
