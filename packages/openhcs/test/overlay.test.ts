import { NdArray } from "openhcs";
import { drawOverlay, enlargement, interpolatePixels, repeatPixels } from "openhcs/plate";
import { describe, expect, it } from "vitest";

const pixel = (picture: NdArray, y: number, x: number) => [0, 1, 2].map((channel) => Number(picture.get(y, x, channel)));

function content(value: number) {
  const outlines = NdArray.zeros([8, 300], "bool");
  outlines.set([3, 4], 1);
  const channels = [
    { name: "actin", light: NdArray.zeros([8, 300], "float32"), isNuclei: false },
    { name: "DNA", light: NdArray.full([8, 300], value, "float32"), isNuclei: true },
  ];
  return { channels, outlines, title: "B02" };
}

describe("the overlay", () => {
  it("shows nuclei in blue, no light in black and outlines in yellow", () => {
    const picture = drawOverlay(content(1));
    expect(pixel(picture, 0, 0)).toEqual([72, 118, 255]);
    expect(pixel(picture, 3, 4)).toEqual([255, 214, 10]);
    expect(pixel(drawOverlay(content(0)), 0, 0)).toEqual([0, 0, 0]);
  });

  it("lifts faint light by a gamma of 0.75", () => {
    expect(pixel(drawOverlay(content(0.25)), 0, 0)[2]).toBe(Math.floor(255 * 0.25 ** 0.75));
  });

  it("shows a single channel in grey", () => {
    const { channels, outlines, title } = content(1);
    const [red, green, blue] = pixel(drawOverlay({ channels: channels.slice(1), outlines, title }), 0, 0);
    expect([red, green]).toEqual([green, blue]);
  });

  it("says below the picture what is seen: title and channels in their colours", () => {
    const picture = drawOverlay(content(0));
    expect(picture.shape).toEqual([8 + 34, 300, 3]);
    const colours = new Set<string>();
    for (let y = 8; y < 42; y++) for (let x = 0; x < 300; x++) colours.add(pixel(picture, y, x).join());
    expect(colours).toContain("235,235,235");
    expect(colours).toContain("72,118,255");
    expect(colours).toContain("255,214,10");
  });

  it("has a scale bar of a round length where the pixel size is known", () => {
    const picture = drawOverlay({ ...content(0), pixel: { size: 0.5, unit: "µm" } });
    const bar = Array.from({ length: 300 }, (_, x) => pixel(picture, 8 + 17, x).join()).filter((colour) => colour === "150,150,150");
    // A tenth of 150 µm is 15 µm; the round length below is 10 µm, 20 pixels of 0.5 µm.
    const longest = bar.length;
    expect(longest).toBeGreaterThanOrEqual(20);
  });
});

describe("enlarging", () => {
  it("brings small pictures near 1200 pixels by a whole factor of at most 4", () => {
    expect([[512, 512], [695, 395], [2048, 2048], [100, 100]].map(enlargement)).toEqual([2, 2, 1, 4]);
  });

  it("repeats label pixels", () => {
    expect(repeatPixels(NdArray.from([[1, 2], [3, 4]], "uint32"), 2).toNested()).toEqual([[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]);
  });

  it("interpolates light between pixel centres", () => {
    expect(interpolatePixels(NdArray.from([[0, 4]], "float32"), 2).toNested()).toEqual([[0, 1, 3, 4], [0, 1, 3, 4]]);
  });
});
