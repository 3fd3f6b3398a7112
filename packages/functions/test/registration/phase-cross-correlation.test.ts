import { NdArray } from "@openhcs/core";
import { phaseCrossCorrelation } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

interface Registration {
  readonly shift: readonly number[];
  readonly error: number;
  readonly phasediff: number;
}

function register(reference: NdArray, moving: NdArray, parameters: object = {}): Promise<Registration> {
  return nativeOutputs<Registration>("phaseCrossCorrelation", reference, { moving, ...parameters });
}

function noise(shape: readonly number[]): NdArray {
  let state = 7;
  return NdArray.zeros(shape, "float64").map(() => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647);
}

/** The image that lies on `image` when it is shifted by `shift`, circularly. */
function displaced(image: NdArray, shift: readonly number[]): NdArray {
  const moved = NdArray.zeros(image.shape, image.dtype);
  for (let i = 0; i < image.size; i++) {
    let rest = i;
    const index = image.shape.map(() => 0);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const extent = image.shape[axis] as number;
      index[axis] = rest % extent;
      rest = Math.floor(rest / extent);
    }
    moved.set(index, image.get(...index.map((at, axis) => (at + (shift[axis] as number) + 9 * (image.shape[axis] as number)) % (image.shape[axis] as number))));
  }
  return moved;
}

/** exp(−r² / 18) around a point, 30 × 24 px. */
function spot(cy: number, cx: number): NdArray {
  return new NdArray({ data: Float64Array.from({ length: 720 }, (_, i) => Math.exp(-((Math.floor(i / 24) - cy) ** 2 + ((i % 24) - cx) ** 2) / 18)), shape: [30, 24] });
}

describe("phaseCrossCorrelation", () => {
  it.each<readonly [readonly number[], readonly number[]]>([
    [[17], [-5]],
    [[16, 18], [8, -7]],
    [[13, 20], [-6, 10]],
    [[5, 8, 9], [2, -3, 4]],
    [[1, 21], [0, 9]],
  ])("finds whole shifts of images of extents %j: %j", async (shape, shift) => {
    const reference = noise(shape);
    const { shift: found, phasediff } = await register(reference, displaced(reference, shift));
    expect(found).toEqual(shift);
    expect(phasediff).toBeCloseTo(0, 12);
  });

  // phase_cross_correlation(spot(12, 10), spot(15.3, 8.6), upsample_factor=u, normalization=None), scikit-image 0.19.3
  it.each([
    [1, [-3, 1], 0.1174510325951958],
    [10, [-3.3, 1.4], 0.0027287426790789716],
  ])("agrees with scikit-image, upsampled %i times", async (upsampleFactor, shift, error) => {
    const found = await register(spot(12, 10), spot(15.3, 8.6), { upsampleFactor, normalization: "none" });
    for (const [axis, value] of shift.entries()) expect(found.shift[axis]).toBeCloseTo(value, 12);
    expect(found.error).toBeCloseTo(error, 9);
    expect(found.phasediff).toBeCloseTo(0, 6);
  });

  it("tells the phase between an image and its negative", async () => {
    const image = spot(12, 10);
    const { shift, phasediff, error } = await register(image.subtract(0.3), image.multiply(-1).add(0.3), { normalization: "none" });
    expect([shift, Math.abs(phasediff)]).toEqual([[0, 0], Math.PI]);
    expect(error).toBeCloseTo(0, 6);
  });

  it("gives the shift as its main output, for what is called with it", async () => {
    const reference = noise([12, 12]).cast("float32");
    expect(await phaseCrossCorrelation(reference, { moving: displaced(reference, [1, -2]) })).toEqual([1, -2]);
  });

  it.each([1, 10])("finds nothing to shift in constant images, upsampled %i times", async (upsampleFactor) => {
    const flat = NdArray.full([15, 16], 7, "uint8");
    expect((await register(flat, flat, { upsampleFactor })).shift).toEqual([0, 0]);
    expect((await register(flat, NdArray.zeros([15, 16]), { upsampleFactor, normalization: "none" })).error).toBeNaN();
  });

  it("refuses images that do not fit, are not finite, or would take forever", async () => {
    const image = noise([4, 5]);
    await expect(phaseCrossCorrelation(image, { moving: noise([5, 4]) })).rejects.toThrow(/one shape, not \[4, 5\] and \[5, 4\]/);
    await expect(phaseCrossCorrelation(image, { moving: NdArray.full([4, 5], NaN) })).rejects.toThrow(/without NaN and infinities/);
    await expect(phaseCrossCorrelation(image, { moving: image, upsampleFactor: 10_000 })).rejects.toThrow(/at most 16777216 positions/);
    await expect(phaseCrossCorrelation(NdArray.zeros([0]), { moving: NdArray.zeros([0]) })).rejects.toThrow(/must have a pixel/);
  });
});
