import { describe, expect, it } from "vitest";
import { numpyOrder } from "../../dist/segmentation/numpy-order.js";

describe("numpyOrder", () => {
  it("keeps the order of equals in short lists and loses it in long ones exactly as numpy.argsort 1.24 does", () => {
    expect([...numpyOrder([1, 0, 1, 0, 0])]).toEqual([1, 3, 4, 0, 2]);
    // numpy.argsort(numpy.arange(20) * 7 % 3)
    expect([...numpyOrder(Array.from({ length: 20 }, (_, at) => (at * 7) % 3))]).toEqual([0, 15, 12, 18, 6, 9, 3, 4, 7, 10, 13, 1, 16, 19, 8, 11, 2, 14, 17, 5]);
  });

  it("sorts many values with many ties", () => {
    const values = Float64Array.from({ length: 5000 }, (_, at) => Math.min(at, 5000 - at) % 97);
    expect(Float64Array.from(numpyOrder(values), (at: number) => values[at] as number)).toEqual(values.slice().sort());
    expect(new Set(numpyOrder(values)).size).toBe(5000);
  });

  it("does not take forever where the median of three is always among the smallest", () => {
    // D. Musser 1997, "Introspective sorting and selection algorithms": odd numbers and what lies k above them, then the even ones.
    const k = 10_000;
    const values = new Float64Array(2 * k);
    for (let i = 1; i <= k; i++) {
      if (i % 2 === 1) [values[i - 1], values[i]] = [i, k + i];
      values[k + i - 1] = 2 * i;
    }
    expect(Float64Array.from(numpyOrder(values), (at: number) => values[at] as number)).toEqual(values.slice().sort());
  });
});
