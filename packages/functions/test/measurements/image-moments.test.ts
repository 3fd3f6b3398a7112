import { NdArray } from "@openhcs/core";
import { regionprops } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";

interface Fixture {
  readonly labels: number[][];
  readonly intensity: number[][];
  readonly properties: Parameters<typeof regionprops.reference>[1]["properties"];
  readonly table: Readonly<Record<string, readonly (number | "NaN")[]>>;
}

/** Made by scikit-image 0.19.3. */
const { plane, volume } = JSON.parse(readFileSync(new URL("moments-fixture.json", import.meta.url), "utf8")) as Readonly<Record<"plane" | "volume", Fixture>>;

describe("moments of regions", () => {
  it.each([["planes", plane], ["volumes", volume]] as const)("are those of scikit-image in %s, under its names", async (_, { labels, intensity, properties, table }) => {
    const measured = await regionprops(NdArray.from(labels, "uint16"), { intensity: NdArray.from(intensity, "uint8"), properties });
    expect(Object.keys(measured)).toEqual(Object.keys(table));
    for (const [name, column] of Object.entries(table)) {
      for (const [row, expected] of column.entries()) {
        const value = measured[name]?.[row] as number;
        const near = expected === "NaN" ? Number.isNaN(value) : Math.abs(value - expected) <= 1e-9 + 1e-9 * Math.abs(expected);
        expect(near, `${name}, row ${row}: ${value} is not ${expected}`).toBe(true);
      }
    }
  });

  it("are sums over the pixels, by powers of the coordinates in the bounding box", async () => {
    const table = await regionprops(NdArray.from([[0, 1, 1], [0, 0, 1]], "uint8"), { properties: ["moments"] });
    expect([table["moments-0-0"], table["moments-1-0"], table["moments-0-3"], table["moments-1-1"]]).toEqual([3, 1, 2, 1].map((sum) => Float64Array.of(sum)));
  });

  it("need an intensity image where they are weighted, and a plane for Hu's", async () => {
    await expect(regionprops(NdArray.from([[1]], "uint8"), { properties: ["weighted_moments"] })).rejects.toThrow(/need the array "intensity"/);
    await expect(regionprops(NdArray.zeros([2, 2, 2], "uint8"), { properties: ["moments_hu"] })).rejects.toThrow(/exists in 2D only/);
  });
});
