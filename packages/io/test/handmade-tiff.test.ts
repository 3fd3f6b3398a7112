import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readImage, writeImage } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";
import { greyPage, handmadeTiff, type HandPage } from "./tiff-file.js";

const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ascii = (text: string) => ({ code: 270, type: 2, values: [...Buffer.from(`${text}\0`)] }) as const;
const described = (page: HandPage, text: string): HandPage => ({ ...page, tags: [...page.tags, ascii(text)] });
const withResolution = (page: HandPage, unit: number, density: number): HandPage => ({
  ...page, tags: [...page.tags, { code: 282, type: 5, values: [density * 1000, 1000] }, { code: 283, type: 5, values: [density * 1000, 1000] }, { code: 296, values: [unit] }],
});

describe("a TIFF with samples of unusual width", () => {
  it("spreads 4 bits over uint8", async () => {
    const { array } = await readImage(handmadeTiff([greyPage(3, 2, Uint8Array.of(0x12, 0x30, 0x45, 0x60), { 258: [4] })]));
    expect([array.dtype, array.toNested()]).toEqual(["uint8", [[1, 2, 3], [4, 5, 6]]]);
  });

  it("spreads 12 bits over uint16", async () => {
    const { array } = await readImage(handmadeTiff([greyPage(2, 2, Uint8Array.of(0x12, 0x34, 0x56, 0xab, 0xcd, 0xef), { 258: [12] })]));
    expect([array.dtype, array.toNested()]).toEqual(["uint16", [[0x123, 0x456], [0xabc, 0xdef]]]);
  });

  it("undoes differences of 64-bit integers, past what numbers can count", async () => {
    const stored = new Uint8Array(BigUint64Array.of(2n ** 60n, 1n, 7n, 2n ** 64n - 1n).buffer);
    const { array } = await readImage(handmadeTiff([greyPage(2, 2, stored, { 258: [64], 317: [2] })]));
    expect([array.dtype, array.toNested()]).toEqual(["uint64", [[2n ** 60n, 2n ** 60n + 1n], [7n, 6n]]]);
  });

  it("takes bits from the least significant on where its fill order says so", async () => {
    const { array } = await readImage(handmadeTiff([greyPage(8, 1, Uint8Array.of(0b00000101), { 258: [1], 266: [2] })]));
    expect([array.dtype, array.toNested()]).toEqual(["bool", [[1, 0, 1, 0, 0, 0, 0, 0]]]);
  });
});

describe("a TIFF with tags left out or beside the rule", () => {
  it("is read without the length of its only strip", async () => {
    const page = greyPage(2, 2, Uint8Array.of(1, 2, 3, 4));
    const { array } = await readImage(handmadeTiff([{ ...page, tags: page.tags.filter(({ code }) => code !== 279 && code !== 278) }]));
    expect(array.toNested()).toEqual([[1, 2], [3, 4]]);
  });

  it.each([[256, "ImageWidth"], [257, "ImageLength"]])("is refused without tag %d", async (code, name) => {
    const page = greyPage(2, 2, Uint8Array.of(1, 2, 3, 4));
    expect(await expectRefusal(handmadeTiff([{ ...page, tags: page.tags.filter((tag) => tag.code !== code) }]), "CORRUPT_IMAGE")).toMatch(`${name} is missing`);
  });

  it("is refused where a size is text", async () => {
    const page = greyPage(2, 2, Uint8Array.of(1, 2, 3, 4));
    const tags = page.tags.map((tag) => (tag.code === 256 ? { ...tag, type: 2 as const } : tag));
    expect(await expectRefusal(handmadeTiff([{ ...page, tags }]), "CORRUPT_IMAGE")).toMatch(/ImageWidth must hold unsigned integers, has field type 2/);
  });

  it.each([
    ["YCbCr without JPEG", { 262: [6] }, /YCbCr colours are read from JPEG blocks alone/],
    ["a volume in one page", { 32997: [2] }, /ImageDepth/],
    ["predictor 3 on integers", { 317: [3] }, /predictor 3 on uint8/],
    ["predictor 2 on 4 bits", { 317: [2], 258: [4] }, /predictor 2 on uint8 of 4 bits/],
    ["a predictor that does not exist", { 317: [9] }, /predictor 9/],
    ["JPEG of two samples", { 259: [7], 277: [2] }, /JPEG of 2 samples/],
    ["an unknown sample format", { 339: [6] }, /format 6/],
  ])("is refused with %s", async (_, replaced, message) => {
    expect(await expectRefusal(handmadeTiff([greyPage(2, 1, Uint8Array.of(1, 2, 3, 4), replaced)]), "UNSUPPORTED_IMAGE")).toMatch(message);
  });
});

describe("an ImageJ stack", () => {
  const data = Uint8Array.from({ length: 24 }, (_, i) => i);

  it("without directories for its planes is read by its description, in the order that it names", async () => {
    const page = described(greyPage(2, 2, data, { 279: [4] }), "ImageJ=1.53t\nimages=6\nchannels=2\nslices=3\norder=zct\n");
    const { array, axes } = await readImage(handmadeTiff([page]));
    expect([axes, array.shape, array.get(1, 2, 1, 1)]).toEqual(["CZYX", [2, 3, 2, 2], 23]);
  });

  it("says its unit in its own way", async () => {
    const page = described(withResolution(greyPage(2, 2, data), 1, 4), "ImageJ=1.53t\nunit=\\u00B5m\nspacing=-2.5\n");
    const um = (value: number) => ({ value, unit: "µm" });
    expect((await readImage(handmadeTiff([page]))).pixelSize).toEqual({ x: um(0.25), y: um(0.25), z: um(2.5) });
  });

  it("keeps a unit that is no length as it stands", async () => {
    const page = described(withResolution(greyPage(2, 2, data), 1, 4), "ImageJ=1.53t\nunit=pixel\n");
    expect((await readImage(handmadeTiff([page]))).pixelSize.x).toEqual({ value: 0.25, unit: "pixel" });
  });

  it("whose numbers do not multiply to its pages gets an axis of pages", async () => {
    const pages = Array.from({ length: 3 }, () => greyPage(2, 2, data));
    const { axes, array } = await readImage(handmadeTiff([described(pages[0] as HandPage, "ImageJ=1.53t\nimages=3\nslices=2\n"), ...pages.slice(1)]));
    expect([axes, array.shape]).toEqual(["IYX", [3, 2, 2]]);
  });
});

describe("the shape of a series in JSON", () => {
  const pages = Array.from({ length: 6 }, (_, i) => greyPage(2, 2, Uint8Array.of(i, i, i, i)));
  const file = (description: object) => handmadeTiff([described(pages[0] as HandPage, JSON.stringify({ shape: [2, 3, 2, 2], ...description })), ...pages.slice(1)]);

  it.each([["TCYX", "TCYX"], ["QQYX", "QQYX"], ["AAYX", "QQYX"], ["tcyx", "QQYX"], ["\0\u0001YX", "QQYX"], ["T", "QQYX"]])("with the axes %j has the axes %s, which can be written", async (axes, expected) => {
    const image = await readImage(file({ axes }));
    expect([image.axes, image.array.shape]).toEqual([expected, [2, 3, 2, 2]]);
    await expect(writeImage(join(folder, "series.tif"), image)).resolves.toBeUndefined();
  });

  it.each([[["a", "b", "c"], ["a", "b", "c"]], [["a", "b"], undefined]])("and the channel names %j has %j", async (channelNames, expected) => {
    const image = await readImage(file({ axes: "TCYX", channelNames }));
    expect(image.channelNames).toEqual(expected);
    await expect(writeImage(join(folder, "series.tif"), image)).resolves.toBeUndefined();
  });
});

describe("an OME-TIFF that was renamed", () => {
  const xml = (planes: string) =>
    '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image><Pixels DimensionOrder="XYZCT" SizeX="2" SizeY="2" SizeZ="2" SizeC="1" SizeT="1">' +
    `${planes}</Pixels></Image></OME>`;
  const pages = [greyPage(2, 2, Uint8Array.of(1, 2, 3, 4)), greyPage(2, 2, Uint8Array.of(5, 6, 7, 8))] as const;
  const plane = (z: number, page: number, uuid: string) => `<TiffData FirstZ="${z}" IFD="${page}"><UUID FileName="old.ome.tif">urn:uuid:${uuid}</UUID></TiffData>`;

  it("is still read by itself, its planes where the XML puts them", async () => {
    const { array, axes } = await readImage(handmadeTiff([described(pages[0], xml(plane(1, 0, "a") + plane(0, 1, "a"))), pages[1]]));
    expect([axes, array.toNested()]).toEqual(["ZYX", [[[5, 6], [7, 8]], [[1, 2], [3, 4]]]]);
  });

  it("but not when its planes are of two files", async () => {
    const file = handmadeTiff([described(pages[0], xml(plane(1, 0, "a") + plane(0, 1, "b"))), pages[1]]);
    expect(await expectRefusal(file, "UNSUPPORTED_IMAGE")).toMatch(/several files \("old\.ome\.tif"\)/);
  });
});

describe("the resolution of a TIFF that says nothing else", () => {
  const page = greyPage(2, 2, Uint8Array.of(1, 2, 3, 4));

  it.each([[3, 20_000, 0.5], [2, 50_800, 0.5]])("in unit %d of %d pixels is %d µm", async (unit, density, value) => {
    expect((await readImage(handmadeTiff([withResolution(page, unit, density)]))).pixelSize.x?.value).toBeCloseTo(value, 9);
  });

  it.each([[2, 72], [2, 600], [3, 118], [1, 20_000]])("in unit %d of %d pixels is one of print, screen or nothing", async (unit, density) => {
    expect((await readImage(handmadeTiff([withResolution(page, unit, density)]))).pixelSize).toEqual({});
  });
});
