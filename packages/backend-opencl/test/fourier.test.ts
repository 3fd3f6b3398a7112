import assert from "node:assert/strict";
import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, NdArray, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, test } from "vitest";

describe("Fourier transforms on an OpenCL device", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  // Powers of two in passes of 8, 4 and 2, mixed radices, and primes by way of a chirp, on either axis.
  const sizes = [[1, 1], [2, 7], [7, 12], [12, 64], [64, 100], [100, 101], [101, 2], [1, 101], [34, 1], [2, 3, 38]];

  test.for(sizes)("agree with the sum that defines them, %s", async (shape) => {
    const image = random(shape, 7);
    const { outputs: { re, im } } = await runtime.call("fft2", image, {}, { on: "opencl", dtypeConversion: "native" });
    const expected = definedTransform(image);
    const scale = Math.sqrt(image.size);
    close(await onHost(runtime, re), expected.re, 1e-12 * scale);
    close(await onHost(runtime, im), expected.im, 1e-12 * scale);
  });

  test.for(sizes)("are undone by ifft2, %s", async (shape) => {
    const image = random(shape, 11);
    const { outputs: { re, im } } = await runtime.call("fft2", image, {}, { on: "opencl", dtypeConversion: "native" });
    const back = await runtime.call("ifft2", re, { im }, { on: "opencl", dtypeConversion: "native" });
    close(await onHost(runtime, back.outputs.re), image.data as Float64Array, 1e-13);
    close(await onHost(runtime, back.outputs.im), new Float64Array(image.size), 1e-13);
  });
});

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Σ x · exp(−2πi (ju / ny + kv / nx)) over each plane, axis by axis. */
function definedTransform({ data, shape }: NdArray): Complex {
  const [ny, nx] = shape.slice(-2) as [number, number];
  let parts: Complex = { re: Float64Array.from(data as Float64Array), im: new Float64Array(data.length) };
  for (const [n, inner] of [[nx, 1], [ny, nx]] as const) parts = definedLines(parts, n, inner);
  return parts;
}

function definedLines({ re, im }: Complex, n: number, inner: number): Complex {
  const result = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
  for (let i = 0; i < re.length; i++) {
    const u = Math.floor(i / inner) % n;
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * u) % n)) / n;
      const from = i + (j - u) * inner;
      const [x, y, c, s] = [re[from] as number, im[from] as number, Math.cos(angle), Math.sin(angle)];
      result.re[i] = (result.re[i] as number) + x * c - y * s;
      result.im[i] = (result.im[i] as number) + x * s + y * c;
    }
  }
  return result;
}

function random(shape: readonly number[], seed: number): NdArray {
  let state = seed;
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (state = (state * 48271) % 2147483647) / 2147483647);
  return new NdArray({ data, shape });
}

async function onHost(runtime: Runtime, array: unknown): Promise<Float64Array> {
  return (await runtime.to(array as NdArray, "ndarray")).packed().data as Float64Array;
}

function close(got: Float64Array, expected: Float64Array, within: number): void {
  for (const [i, value] of expected.entries()) assert.ok(Math.abs((got[i] as number) - value) <= within, `is ${got[i]} instead of ${value} at element ${i}`);
}
