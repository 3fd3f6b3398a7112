import { NdArray } from "@openhcs/core";
import { fft2, fftConvolve, fftshift, ifft2, ifftshift } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

interface Complex {
  readonly re: NdArray;
  readonly im: NdArray;
}

function noise(shape: readonly number[], seed = 1): NdArray {
  let state = seed;
  return NdArray.zeros(shape, "float64").map(() => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647);
}

function expectNear(values: NdArray, expected: ArrayLike<number>, digits: number): void {
  expect(values.size).toBe(expected.length);
  for (let i = 0; i < values.size; i++) expect(values.data[i], `at ${i}`).toBeCloseTo(expected[i] as number, digits);
}

describe("fft2", () => {
  it("agrees with NumPy", async () => {
    // np.fft.fft2(np.arange(15).reshape(3, 5) % 7)
    const image = NdArray.from(Float64Array.from({ length: 15 }, (_, i) => i % 7)).reshape([3, 5]);
    const { re, im } = await nativeOutputs<Complex>("fft2", image);
    expectNear(re, [42, -0.5, -0.5, -0.5, -0.5, -6, -3.5, -3.5, -3.5, -3.5, -6, -3.5, -3.5, -3.5, -3.5], 6);
    expectNear(im, [
      0, -2.991927, -5.792096, 5.792096, 2.991927, 3.464102, -3.151414, 7.861129, -0.367865, -16.466205, -3.464102, 16.466205, 0.367865, -7.861129, 3.151414,
    ], 5);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 17, 127, 131])("is the discrete Fourier transform for lines of %i pixels", async (length) => {
    const line = noise([1, length]);
    const { re, im } = await nativeOutputs<Complex>("fft2", line);
    const sums = Array.from({ length }, (_, k) => {
      let [x, y] = [0, 0];
      for (let j = 0; j < length; j++) {
        const angle = (-2 * Math.PI * ((j * k) % length)) / length;
        x += (line.data[j] as number) * Math.cos(angle);
        y += (line.data[j] as number) * Math.sin(angle);
      }
      return [x, y] as const;
    });
    expectNear(re, sums.map(([x]) => x), 11);
    expectNear(im, sums.map(([, y]) => y), 11);
    const column = await nativeOutputs<Complex>("fft2", line.reshape([length, 1]));
    expectNear(column.re, re.data as Float64Array, 11);
  });

  it("transforms each plane of a stack by itself, and ifft2 gives the planes back", async () => {
    const image = noise([2, 3, 19, 20]);
    const { re, im } = await nativeOutputs<Complex>("fft2", image);
    const second = await nativeOutputs<Complex>("fft2", image.slice(1, 2).packed());
    expect(re.slice(1, 2).packed().data).toEqual(second.re.data);
    const back = await nativeOutputs<Complex>("ifft2", re, { im });
    expectNear(back.re, image.data as Float64Array, 13);
    expectNear(back.im, new Float64Array(image.size), 13);
  });

  it("gives float32 in a plain call, float64 from float64", async () => {
    expect(await fft2(NdArray.zeros([2, 2], "uint8"))).toMatchObject({ dtype: "float32" });
    expect(await fft2(NdArray.zeros([2, 2], "float64"))).toMatchObject({ dtype: "float64" });
  });

  it("spreads NaN over the plane that it is in", async () => {
    const image = noise([2, 3, 4]);
    image.set([0, 1, 1], NaN);
    const { re } = await nativeOutputs<Complex>("fft2", image);
    expect(Array.from(re.data as Float64Array, Number.isNaN)).toEqual(Array.from({ length: 24 }, (_, i) => i < 12));
  });

  it("refuses what has no plane, or none with pixels", async () => {
    await expect(fft2(NdArray.zeros([4]))).rejects.toThrow(/2 or 3/);
    await expect(fft2(NdArray.zeros([3, 0]))).rejects.toThrow(/a pixel along y and x/);
    await expect(ifft2(NdArray.zeros([2, 2]), { im: NdArray.zeros([2, 3]) })).rejects.toThrow(/one shape, not \[2, 2\] and \[2, 3\]/);
  });

  it("takes a spectrum without imaginary parts", async () => {
    const { re, im } = await nativeOutputs<Complex>("ifft2", NdArray.from([[4, 0], [0, 0]], "float64"));
    expect([re.toNested(), im.toNested()]).toEqual([[[1, 1], [1, 1]], [[0, 0], [0, 0]]]);
  });
});

describe("fft2Magnitude", () => {
  it("is the magnitude of the spectrum, with the frequency 0 in the middle where asked", async () => {
    const image = noise([4, 3, 6]);
    const { re, im } = await nativeOutputs<Complex>("fft2", image);
    const { image: magnitude } = await nativeOutputs<{ readonly image: NdArray }>("fft2Magnitude", image);
    expectNear(magnitude, Array.from(re.data as Float64Array, (x, i) => Math.hypot(x, im.data[i] as number)), 12);
    const { image: shifted } = await nativeOutputs<{ readonly image: NdArray }>("fft2Magnitude", image, { shift: true });
    expect(shifted.toNested()).toEqual((await fftshift(magnitude, { axis: [-2, -1] }) as NdArray).toNested());
    expect(shifted.get(2, 1, 3)).toBe(magnitude.get(2, 0, 0));
  });
});

describe("fftshift and ifftshift", () => {
  it("roll axes by half their extents, and back", async () => {
    // np.fft.fftshift(np.arange(15).reshape(3, 5))
    const image = NdArray.from([[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]], "uint8");
    const shifted = await fftshift(image) as NdArray;
    expect(shifted.toNested()).toEqual([[13, 14, 10, 11, 12], [3, 4, 0, 1, 2], [8, 9, 5, 6, 7]]);
    expect(shifted.dtype).toBe("uint8");
    expect((await ifftshift(shifted) as NdArray).toNested()).toEqual(image.toNested());
    expect((await fftshift(image, { axis: 0 }) as NdArray).toNested()).toEqual([[10, 11, 12, 13, 14], [0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]);
    expect((await fftshift(NdArray.from([1n, 2n, 3n], "int64"), { axis: [-1] }) as NdArray).toNested()).toEqual([3n, 1n, 2n]);
    expect((await ifftshift(NdArray.zeros([0, 3])) as NdArray).shape).toEqual([0, 3]);
  });
});

describe("fftConvolve", () => {
  const image = NdArray.from([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], "float64");
  const kernel = [[1, 2], [0, -1]];

  function circular(values: NdArray, weights: readonly (readonly number[])[], [oy, ox]: readonly [number, number]): number[] {
    const [ny, nx] = values.shape as [number, number];
    return Array.from({ length: ny * nx }, (_, i) => weights.flatMap((row, ky) => row.map((weight, kx) => {
      const [y, x] = [Math.floor(i / nx) - (ky - oy) + 9 * ny, (i % nx) - (kx - ox) + 9 * nx];
      return weight * (values.get(y % ny, x % nx) as number);
    })).reduce((sum, term) => sum + term, 0));
  }

  it("is the circular convolution with the kernel's first element as origin", async () => {
    expectNear(await fftConvolve(image, { kernel }) as NdArray, circular(image, kernel, [0, 0]), 12);
  });

  it("has the kernel's centre as origin where asked", async () => {
    const three = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
    expectNear(await fftConvolve(image, { kernel: three, centered: true }) as NdArray, circular(image, three, [1, 1]), 11);
    const psf = NdArray.from(three, "float32");
    expectNear(await fftConvolve(image, { psf, centered: true }) as NdArray, circular(image, three, [1, 1]), 11);
  });

  it("acts on the last axes where the kernel has fewer", async () => {
    const stack = NdArray.from([[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]], "float64");
    const result = await fftConvolve(stack, { kernel }) as NdArray;
    expectNear(result, [...circular(image, kernel, [0, 0]), 1, 2, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0], 12);
    expectNear(await fftConvolve(image, { kernel: [0, 1] }) as NdArray, [3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10], 12);
  });

  it("refuses kernels that do not fit", async () => {
    await expect(fftConvolve(image, {})).rejects.toThrow(/exactly one of the array "psf" and the list "kernel"/);
    await expect(fftConvolve(image, { kernel: [[1, 2], [3]] })).rejects.toThrow(/nested lists of one shape/);
    await expect(fftConvolve(image, { kernel: [["a"]] })).rejects.toThrow(/finite numbers/);
    await expect(fftConvolve(image, { kernel: [[1, 2, 3, 4, 5]] })).rejects.toThrow(/at most the image's extents \[3, 4\]/);
    await expect(fftConvolve(image, { kernel: [] })).rejects.toThrow(/not without elements/);
    await expect(fftConvolve(image, { kernel: [[[1]]] })).rejects.toThrow(/1 to 2 axes/);
  });
});
