import { describe, expect, it } from "vitest";
import { boundaryIndex, boundaryModes } from "../../dist/neighborhood/boundary.js";
import { correlateNd } from "../../dist/neighborhood/correlate-nd.js";

describe("correlation with a kernel of several axes", () => {
  const shape = [3, 5, 11];
  const source = Float64Array.from({ length: 3 * 5 * 11 }, (_, i) => (i * 7919) % 101);

  it.each([
    { box: [1, 1, 1], centre: [0, 0, 0] }, { box: [3, 3, 3], centre: [1, 1, 1] }, { box: [2, 4, 5], centre: [1, 2, 0] }, { box: [1, 2, 7], centre: [0, 0, 6] }, { box: [7, 1, 8], centre: [3, 0, 4] },
  ])("is the weighted sum around each element, box $box, centre $centre, on every border", ({ box, centre }) => {
    const [depth, height, width] = box as [number, number, number];
    const weights = Float64Array.from({ length: depth * height * width }, (_, k) => ((k * 5) % 7) - 3);
    for (const mode of boundaryModes) {
      const sums = correlateNd(source, shape, { shape: box, centre, weights }, { mode, cval: 11 });
      for (let i = 0; i < source.length; i++) {
        const index = [Math.floor(i / 55), Math.floor(i / 11) % 5, i % 11];
        let sum = 0;
        for (let k = 0; k < weights.length; k++) {
          const offset = [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width];
          const [z, y, x] = index.map((at, axis) => boundaryIndex(mode, at + (offset[axis] as number) - (centre[axis] as number), shape[axis] as number)) as [number, number, number];
          sum += (weights[k] as number) * (Math.min(z, y, x) < 0 ? 11 : (source[z * 55 + y * 11 + x] as number));
        }
        expect(sums[i], `mode ${mode}, element ${i}`).toBe(sum);
      }
    }
  });
});
