import { NdArray, type Table } from "@openhcs/core";
import { regionprops } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";

type Names = Parameters<typeof regionprops.reference>[1]["properties"];

interface Fixture {
  readonly labels: number[][];
  readonly intensity?: number[][];
  readonly properties: Names;
  readonly table: Readonly<Record<string, readonly number[]>>;
}

/** Made by scikit-image 0.19.3. */
const { plane, volume } = JSON.parse(readFileSync(new URL("regionprops-fixture.json", import.meta.url), "utf8")) as Readonly<Record<"plane" | "volume", Fixture>>;

async function tableOf({ labels, intensity, properties }: Fixture): Promise<Table> {
  const arrays = intensity === undefined ? {} : { intensity: NdArray.from(intensity, "uint8") };
  return regionprops(NdArray.from(labels, "uint16"), { properties, ...arrays });
}

const square = NdArray.from([[1, 1], [1, 1]], "uint8");

describe("regionprops", () => {
  it.each([["planes", plane], ["volumes", volume]] as const)("measures %s as scikit-image does", async (_, fixture) => {
    const table = await tableOf(fixture);
    expect(Object.keys(table)).toEqual(Object.keys(fixture.table));
    for (const [name, column] of Object.entries(fixture.table)) {
      for (const [row, value] of column.entries()) expect(table[name]?.[row], `${name}, row ${row}`).toBeCloseTo(value, 9);
    }
  });

  it("names the columns by the names that were asked for, older ones too", async () => {
    const table = await regionprops(square, { properties: ["local_centroid", "major_axis_length", "centroid_local"] });
    expect(Object.keys(table)).toEqual(["local_centroid-0", "local_centroid-1", "major_axis_length", "centroid_local-0", "centroid_local-1"]);
  });

  it("gives labels and bounding boxes by default, one row per present label in ascending order", async () => {
    const table = await regionprops(NdArray.from([[9, 0, 4], [9, -3, 4]], "int32"));
    expect(table).toEqual({
      "label": Float64Array.of(4, 9), "bbox-0": Float64Array.of(0, 0), "bbox-1": Float64Array.of(2, 0), "bbox-2": Float64Array.of(2, 2), "bbox-3": Float64Array.of(3, 1),
    });
  });

  it("takes labels of 64 bits and far apart", async () => {
    const { label, area } = await regionprops(NdArray.from([[7n, 2n ** 40n], [7n, 0n]], "int64"), { properties: ["label", "area"] });
    expect([label, area]).toEqual([Float64Array.of(7, 2 ** 40), Float64Array.of(2, 1)]);
  });

  it("gives the same columns without rows where there are no objects", async () => {
    const table = await tableOf({ ...plane, labels: plane.labels.map((row) => row.map(() => 0)) });
    expect(Object.keys(table)).toEqual(Object.keys(plane.table));
    expect(Object.values(table).every((column) => column.length === 0)).toBe(true);
    expect((await regionprops(NdArray.zeros([0, 5], "uint8"), { properties: ["label"] }))["label"]).toHaveLength(0);
  });

  it("keeps NaN intensities to their own object", async () => {
    const labels = NdArray.from([[1, 1, 0], [1, 2, 2]], "uint8");
    const intensity = NdArray.from([[1, NaN, NaN], [2, 3, 5]], "float32");
    const table = await regionprops(labels, { intensity, properties: ["intensity_mean", "intensity_max", "intensity_min", "centroid_weighted"] });
    expect(table["intensity_mean"]).toEqual(Float64Array.of(NaN, 4));
    expect(table["intensity_min"]).toEqual(Float64Array.of(NaN, 3));
    expect(table["centroid_weighted-1"]).toEqual(Float64Array.of(NaN, 1.625));
  });

  it("measures single pixels and lines", async () => {
    const table = await regionprops(NdArray.from([[1, 0, 2, 2, 2]], "uint8"), { properties: ["eccentricity", "axis_minor_length", "solidity", "feret_diameter_max"] });
    expect(table).toEqual({
      eccentricity: Float64Array.of(0, 1), axis_minor_length: Float64Array.of(0, 0), solidity: Float64Array.of(1, 1), feret_diameter_max: Float64Array.of(1, 3),
    });
  });

  it.each([
    ["another shape", square, { intensity: NdArray.zeros([2, 3]) }, /one shape: labels has \[2, 2\], intensity \[2, 3\]/],
    ["an intensity property without intensities", square, { properties: ["mean_intensity"] }, /need the array "intensity" for the property mean_intensity/],
    ["a property of planes in a volume", NdArray.zeros([2, 2, 2], "uint8"), { properties: ["perimeter"] }, /no property perimeter, which exists in 2D only/],
    ["an unknown property", square, { properties: ["aera"] }, /must be one of/],
    ["no property", square, { properties: [] }, /at least 1/],
    ["a mask, whose objects are not told apart", square.cast("bool"), {}, /"labels" must be of dtype/],
    ["a line", NdArray.zeros([4], "uint8"), {}, /"labels" must have 2 or 3 axes/],
  ] as const)("refuses %s", async (_, labels, parameters, message) => {
    await expect(regionprops(labels, parameters as never)).rejects.toThrow(message);
  });
});
