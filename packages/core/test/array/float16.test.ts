import { fromFloat16, NdArray, toFloat16 } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { halfValue, nearestHalf, neighbour } from "./exact.js";

const finite = Array.from({ length: 0x7c00 }, (_, bits) => bits);

/** Bits for which a check fails; a loop of 65,536 expectations would take a minute. */
const failures = (bits: Iterable<number>, holds: (bits: number) => boolean) => [...bits].filter((each) => !holds(each));

describe("binary16", () => {
  it("decodes all 65,536 patterns", () => {
    expect(failures(Array(65536).keys(), (bits) => Object.is(fromFloat16(bits), halfValue(bits)))).toEqual([]);
    expect([0x3c00, 0x0001, 0x03ff, 0x0400, 0x7bff, 0xfc00].map(fromFloat16)).toEqual([1, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, 65504, -Infinity]);
  });

  it("encodes what it decoded, NaN as the quiet one", () => {
    const isNaNs = (bits: number) => (bits & 0x7fff) > 0x7c00;
    expect(failures(Array(65536).keys(), (bits) => toFloat16(fromFloat16(bits)) === (isNaNs(bits) ? 0x7e00 : bits))).toEqual([]);
  });

  it("rounds every double on, just below and just above the middle of two neighbours to the nearest, or to even", () => {
    const wrong = failures(finite, (bits) => {
      const middle = (halfValue(bits) + (bits === 0x7bff ? 65536 : halfValue(bits + 1))) / 2;
      const [low, high] = [bits, bits + 1];
      const even = bits % 2 === 0 ? low : high;
      return toFloat16(middle) === even && toFloat16(neighbour(middle, -1)) === low && toFloat16(neighbour(middle, 1)) === high
        && toFloat16(-middle) === (even | 0x8000) && toFloat16(neighbour(-middle, 1)) === (low | 0x8000) && toFloat16(neighbour(-middle, -1)) === (high | 0x8000);
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    [0, 0], [-0, 0x8000], [5e-324, 0], [-5e-324, 0x8000], [1e-50, 0], [65519.999999999, 0x7bff], [65520, 0x7c00], [1e300, 0x7c00], [-Infinity, 0xfc00], [NaN, 0x7e00],
  ])("encodes %d as %d", (value, bits) => expect(toFloat16(value)).toBe(bits));

  it("rounds seeded random doubles of every magnitude to the nearest", () => {
    let seed = 20261120;
    const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    const values = Array.from({ length: 20000 }, () => (random() - 0.5) * 2 ** (random() * 48 - 28));
    expect(values.filter((value) => !Object.is(fromFloat16(toFloat16(value)), nearestHalf(value)))).toEqual([]);
  });

  it("survives copies and views bit for bit, payloads of NaN included", () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const array = new NdArray({ data: bits, shape: [256, 256], dtype: "float16" });
    expect(array.copy().data).toEqual(bits);
    expect(array.transpose().copy().transpose().copy().data).toEqual(bits);
    expect(array.cast("float16").data).toEqual(bits);
  });
});
