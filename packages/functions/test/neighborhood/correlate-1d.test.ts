import { describe, expect, it } from "vitest";
import { boundaryIndex, boundaryModes } from "../../dist/neighborhood/boundary.js";
import { correlate1d } from "../../dist/neighborhood/correlate-1d.js";

describe("correlation along an axis", () => {
  const shape = [5, 7, 150];
  const source = Float64Array.from({ length: 5 * 7 * 150 }, (_, i) => (i * 7919) % 101);
  const strides = [7 * 150, 150, 1];

  it.each([[[1, 2, 1]], [[-1, 0, 1]], [[1, -3, 5]], [[2, 1]], [[1, 4, 6, 4, 1, 0, 3, 2, 9, 1, 1]], [[3]]])("is the weighted sum around each element, weights %j, on every axis and border", (list) => {
    const weights = Float64Array.from(list);
    for (const mode of boundaryModes) {
      for (const axis of [0, 1, 2]) {
        const out = new Float64Array(source.length);
        correlate1d(source, out, shape, axis, weights, { mode, cval: 11 });
        const [extent, stride] = [shape[axis] as number, strides[axis] as number];
        for (let i = 0; i < source.length; i += 37) {
          const at = Math.floor(i / stride) % extent;
          const sum = list.reduce((total, weight, k) => {
            const read = boundaryIndex(mode, at + k - (list.length >> 1), extent);
            return total + weight * (read < 0 ? 11 : (source[i + (read - at) * stride] as number));
          }, 0);
          expect(out[i], `mode ${mode}, axis ${axis}, element ${i}`).toBe(sum);
        }
      }
    }
  });

  it("may write over its own input", () => {
    const [apart, inPlace] = [new Float64Array(source.length), source.slice()];
    const weights = Float64Array.of(1, 2, 3);
    correlate1d(source, apart, shape, 1, weights, { mode: "reflect", cval: 0 });
    correlate1d(inPlace, inPlace, shape, 1, weights, { mode: "reflect", cval: 0 });
    expect(inPlace).toEqual(apart);
  });
});
