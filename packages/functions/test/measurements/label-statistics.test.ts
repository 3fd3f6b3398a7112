import { NdArray } from "@openhcs/core";
import { labelStatistics } from "@openhcs/functions";
import { expect, it } from "vitest";

const labels = NdArray.from([[1, 1, 0], [3, 3, 1]], "uint8");

it("gives a row for every label up to the largest, absent ones as SciPy does", async () => {
  expect(await labelStatistics(labels, { intensity: NdArray.from([[1, 2, 9], [4, 8, 6]], "uint16") })).toEqual({
    "label": Float64Array.of(1, 2, 3),
    "sum": Float64Array.of(9, 0, 12),
    "mean": Float64Array.of(3, NaN, 6),
    "std": Float64Array.of(Math.sqrt(14 / 3), NaN, 2),
    "min": Float64Array.of(1, 0, 4),
    "max": Float64Array.of(6, 0, 8),
    "com-0": Float64Array.of(6 / 9, NaN, 1),
    "com-1": Float64Array.of(14 / 9, NaN, 8 / 12),
  });
});

it("lets NaN through, but for the minimum of what has other values", async () => {
  const { sum, min, max } = await labelStatistics(labels, { intensity: NdArray.from([[NaN, 2, 9], [NaN, NaN, 6]], "float32") });
  expect([sum, min, max]).toEqual([Float64Array.of(NaN, 0, NaN), Float64Array.of(2, 0, NaN), Float64Array.of(NaN, 0, NaN)]);
});

it("gives columns without rows where there are no labels", async () => {
  const table = await labelStatistics(NdArray.zeros([2, 2], "uint8"), { intensity: NdArray.zeros([2, 2]) });
  expect(Object.entries(table).map(([name, column]) => [name, column.length])).toEqual(
    ["label", "sum", "mean", "std", "min", "max", "com-0", "com-1"].map((name) => [name, 0]),
  );
});

it("refuses shapes that differ, and labels beyond any table", async () => {
  await expect(labelStatistics(labels, { intensity: NdArray.zeros([3, 2]) })).rejects.toThrow(/labels has \[2, 3\], intensity \[3, 2\]/);
  await expect(labelStatistics(labels, {})).rejects.toThrow(/"intensity" must be given/);
  const far = NdArray.from([[1, 4e9]], "uint32");
  await expect(labelStatistics(far, { intensity: far })).rejects.toThrow(/relabel them from 1.*4000000000/);
});
