import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isOpenHcsError, type Dtype } from "@openhcs/core";
import { readImage, type PixelSize } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { arrayOf, bytesOf, pattern, smooth } from "./pattern.js";

interface FixtureCase {
  readonly file: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly axes: string;
  readonly pixelSize?: PixelSize;
  readonly channelNames?: readonly string[];
  readonly seriesCount?: number;
  readonly lossy?: number;
  readonly formula?: "square";
  readonly levels?: number;
}

const folder = new URL("fixtures/", import.meta.url);
const pathOf = (file: string) => fileURLToPath(new URL(file, folder));
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8")) as FixtureCase[];

function expected({ shape, dtype, lossy, formula, levels }: FixtureCase) {
  if (lossy !== undefined) return smooth(shape);
  if (formula === "square") return arrayOf(Array.from({ length: 14400 }, (_, i) => Math.trunc(i ** 2 / 7) % 251), shape, dtype);
  const array = pattern(shape, dtype);
  return levels === undefined ? array : array.map((value) => (value % levels) * (255 / (levels - 1))).cast("uint8");
}

describe("files made by tifffile, libtiff (Pillow) and NumPy", () => {
  it.each(cases)("$file is $dtype $shape with axes $axes", async (fixture) => {
    const image = await readImage(pathOf(fixture.file));
    expect(image.array.dtype).toBe(fixture.dtype);
    expect(image.array.shape).toEqual(fixture.shape);
    expect(image.axes).toBe(fixture.axes);
    expect(image.channelNames).toEqual(fixture.channelNames);
    expect(image.seriesCount).toBe(fixture.seriesCount);
    expectPixelSize(image.pixelSize, fixture.pixelSize ?? {});
    const reference = expected(fixture);
    if (fixture.lossy === undefined) expect(bytesOf(image.array).equals(bytesOf(reference))).toBe(true);
    else expect(Number(image.array.cast("float32").subtract(reference.cast("float32")).map(Math.abs).max())).toBeLessThanOrEqual(fixture.lossy);
  });
});

describe("a TIFF of several parts", () => {
  it("gives a page alone when asked for one", async () => {
    const { array, axes } = await readImage(pathOf("unequal-pages.tif"), { page: 2 });
    expect(axes).toBe("YX");
    expect(bytesOf(array).equals(bytesOf(pattern([4, 6], "uint8")))).toBe(true);
  });

  it("names the pages whose shapes differ, and the option that reads one of them", async () => {
    await expect(readImage(pathOf("unequal-pages.tif"))).rejects.toThrow(/page 0 is uint8 \[5, 6\], page 2 is uint8 \[4, 6\].*"page"/);
  });

  it("gives the series that is asked for", async () => {
    const { array, axes } = await readImage(pathOf("ome-two-images.ome.tif"), { series: 1 });
    expect(axes).toBe("ZYX");
    expect(bytesOf(array).equals(bytesOf(pattern([3, 4, 7], "uint16")))).toBe(true);
  });

  it("refuses a page or a series that it does not have", async () => {
    const page = await readImage(pathOf("unequal-pages.tif"), { page: 3 }).catch((error: unknown) => error);
    expect(isOpenHcsError(page, "IMAGE_REQUEST")).toBe(true);
    expect(String(page)).toMatch(/"page" must be an integer in \[0, 2\], received 3/);
    await expect(readImage(pathOf("ome-two-images.ome.tif"), { series: 2 })).rejects.toThrow(/"series" must be an integer in \[0, 1\], received 2/);
    await expect(readImage(pathOf("grey.png"), { page: 1 })).rejects.toThrow(/"page" must be an integer in \[0, 0\], received 1/);
  });
});

function expectPixelSize(actual: PixelSize, wanted: PixelSize): void {
  expect(Object.keys(actual)).toEqual(Object.keys(wanted));
  for (const axis of ["x", "y", "z"] as const) {
    expect(actual[axis]?.unit).toBe(wanted[axis]?.unit);
    if (wanted[axis] !== undefined) expect(actual[axis]?.value).toBeCloseTo(wanted[axis].value, 6);
  }
}
