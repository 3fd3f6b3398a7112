import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { readImage } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";
import { greyPage, handmadeTiff, type HandPage } from "./tiff-file.js";

const fourBytes = Uint8Array.of(1, 2, 3, 4);

describe("a TIFF whose header lies", () => {
  it("is read where it does not", async () => {
    const { array } = await readImage(handmadeTiff([greyPage(2, 2, fourBytes)]));
    expect(array.toNested()).toEqual([[1, 2], [3, 4]]);
  });

  it("is refused where its directories loop", async () => {
    const page = { ...greyPage(2, 2, fourBytes), next: 8 };
    expect(await expectRefusal(handmadeTiff([page]), "CORRUPT_IMAGE")).toMatch(/loop: page 1 begins at 8/);
  });

  it("is refused where a directory lies outside of the file", async () => {
    const page = { ...greyPage(2, 2, fourBytes), next: 1_000_000 };
    expect(await expectRefusal(handmadeTiff([page]), "CORRUPT_IMAGE")).toMatch(/outside of the file/);
  });

  it("is refused where it has no page at all", async () => {
    expect(await expectRefusal(Uint8Array.from(Buffer.from("49492a0000000000", "hex")), "CORRUPT_IMAGE")).toMatch(/no pages/);
  });

  it("is refused where a lower resolution lies outside of the file", async () => {
    expect(await expectRefusal(handmadeTiff([greyPage(2, 2, fourBytes, { 330: [1_000_000] })]), "CORRUPT_IMAGE")).toMatch(/outside of the file/);
  });

  it("has no lower resolution where a directory below is none, or is its own", async () => {
    const file = handmadeTiff([greyPage(2, 2, fourBytes, { 330: [8] })]);
    expect((await readImage(file)).levelCount).toBeUndefined();
    expect(await expectRefusal(file, "IMAGE_REQUEST", { level: 1 })).toMatch(/"level" must be an integer in \[0, 0\], received 1/);
  });

  it("is refused where a page lacks the lower resolution that the first one has", async () => {
    const reduced = greyPage(1, 1, Uint8Array.of(3), { 254: [1] });
    const alone = handmadeTiff([greyPage(2, 2, fourBytes, { 330: [8] }), reduced]);
    const at = new DataView(alone.buffer, alone.byteOffset).getUint32(8 + 2 + 12 * new DataView(alone.buffer, alone.byteOffset).getUint16(8, true), true);
    const stack = handmadeTiff([greyPage(2, 2, fourBytes, { 330: [at] }), reduced, greyPage(2, 2, fourBytes)]);
    expect((await readImage(stack)).levelCount).toBe(2);
    expect(await expectRefusal(stack, "CORRUPT_IMAGE", { level: 1 })).toMatch(/page 2 has no resolution 1, as the first page has/);
  });

  it.each([[0, 2], [2, 0], [0, 0]])("is refused at a size of %d x %d", async (width, height) => {
    expect(await expectRefusal(handmadeTiff([greyPage(width, height, fourBytes)]), "CORRUPT_IMAGE")).toMatch(`are ${width} x ${height}`);
  });

  it("is refused where a strip lies outside of the file", async () => {
    expect(await expectRefusal(handmadeTiff([greyPage(2, 2, fourBytes, { 273: [5000] })]), "CORRUPT_IMAGE")).toMatch(/block 0 of 4 bytes at 5000/);
    expect(await expectRefusal(handmadeTiff([greyPage(2, 2, fourBytes, { 279: [5000] })]), "CORRUPT_IMAGE")).toMatch(/block 0 of 5000 bytes/);
  });

  it.each([0, 3, 17, 24, 128, 65535])("is refused at %d bits per sample, or at data that do not suffice", async (bits) => {
    const error = await readImage(handmadeTiff([greyPage(2, 2, fourBytes, { 258: [bits] })])).then(() => undefined, (reason: { code: string }) => reason.code);
    if (bits === 3) expect(error).toBeUndefined();
    else expect(error).toBe("UNSUPPORTED_IMAGE");
  });

  it("is refused where its samples differ in depth", async () => {
    expect(await expectRefusal(handmadeTiff([greyPage(2, 1, fourBytes, { 258: [8, 16], 277: [2] })]), "UNSUPPORTED_IMAGE")).toMatch(/8, 16 bits/);
  });

  it.each([[2, "CCITT RLE"], [6, "old-style JPEG"], [34887, "LERC"], [999, "unknown"]])("names compression %d (%s) that is not read", async (code, name) => {
    expect(await expectRefusal(handmadeTiff([greyPage(2, 2, fourBytes, { 259: [code] })]), "UNSUPPORTED_IMAGE")).toMatch(`compression ${code} (${name})`);
  });

  it("is refused where a tag claims more values than the file has bytes", async () => {
    const page = greyPage(2, 2, fourBytes);
    const tags = page.tags.map((tag) => (tag.code === 273 ? { ...tag, count: 0x3fffffff } : tag));
    expect(await expectRefusal(handmadeTiff([{ ...page, tags }]), "CORRUPT_IMAGE")).toMatch(/StripOffsets claims 1073741823 values/);
  });

  it("is refused where a directory claims more tags than the file has bytes", async () => {
    const file = handmadeTiff([greyPage(2, 2, fourBytes)]);
    new DataView(file.buffer).setUint16(8, 60000, true);
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(/claims 60000 tags/);
  });

  it("is refused where hundreds of pages share one long list of strips", async () => {
    const claiming = (page: HandPage) => ({ ...page, tags: page.tags.map((tag) => (tag.code === 273 ? { ...tag, count: 5000 } : tag)) });
    const first = claiming(greyPage(1, 1, new Uint8Array(20_000), { 279: [1] }));
    const listAt = 8 + 2 + first.tags.length * 12 + 4;
    const sharing = claiming(greyPage(1, 1, new Uint8Array(0), { 273: [listAt], 279: [1] }));
    expect((await readImage(handmadeTiff([first, sharing]))).array.shape).toEqual([2, 1, 1]);
    expect(await expectRefusal(handmadeTiff([first, ...new Array<HandPage>(300).fill(sharing)]), "CORRUPT_IMAGE")).toMatch(/share values beyond all measure/);
  });
});

describe("a small TIFF that promises gigabytes", () => {
  it.each([[1, "none"], [5, "LZW"], [8, "deflate"], [32773, "PackBits"], [7, "JPEG"], [50000, "Zstandard"]])("in compression %d (%s) is refused before memory is reserved", async (compression, name) => {
    const before = process.memoryUsage().arrayBuffers;
    const file = handmadeTiff([greyPage(100_000, 100_000, new Uint8Array(1000), { 259: [compression] })]);
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(`cannot come out of 1000 bytes (${name})`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  });

  it("by its tiles is refused", async () => {
    const tiles = { 322: [1_000_000], 323: [1_000_000], 324: [Number.NaN], 325: [10], 259: [8] };
    expect(await expectRefusal(handmadeTiff([greyPage(10, 10, new Uint8Array(10), tiles)]), "CORRUPT_IMAGE")).toMatch(/tiles of 1000000 x 1000000 cannot come out/);
  });

  it("by a billion tiles is refused", async () => {
    const tiles = { 322: [1], 323: [1], 324: [Number.NaN], 325: [10] };
    expect(await expectRefusal(handmadeTiff([greyPage(100_000, 100_000, new Uint8Array(10), tiles)]), "CORRUPT_IMAGE")).toMatch(/need 10000000000 blocks/);
  });

  it("by pages that share one strip is refused", async () => {
    const data = deflateSync(new Uint8Array(1_000_000));
    const page = greyPage(1000, 1000, data, { 259: [8] });
    const one = handmadeTiff([page]);
    const dataAt = one.length - data.length;
    const sharing = greyPage(1000, 1000, new Uint8Array(0), { 259: [8], 273: [dataAt], 279: [data.length] });
    const message = await expectRefusal(handmadeTiff([page, ...new Array<typeof sharing>(400).fill(sharing)]), "IMAGE_TOO_LARGE", { maxBytes: 1e8 });
    expect(message).toMatch(/needs 401000000 bytes, the limit is 100000000/);
  });

  it("by uncompressed pages that share one strip is refused", async () => {
    const page = greyPage(1000, 1000, new Uint8Array(1_000_000));
    const sharing = greyPage(1000, 1000, new Uint8Array(0), { 273: [8 + 2 + page.tags.length * 12 + 4], 279: [1_000_000] });
    const file = handmadeTiff([page, ...new Array<HandPage>(1000).fill(sharing)]);
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(`1001 pages of 1001000000 bytes cannot come out of ${file.length}`);
  });

  it("by a deflate bomb is refused", async () => {
    const bomb = deflateSync(new Uint8Array(50_000_000));
    const file = handmadeTiff([greyPage(10, 10, bomb, { 259: [8] })]);
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(/block 0 is damaged \(deflate\).*larger than 100 bytes/);
  });

  it("by an ImageJ description is read as the one page that it has", async () => {
    const text = [...Buffer.from("ImageJ=1.53\nimages=1000000000\nslices=1000000000\n\0")];
    const page = greyPage(2, 2, fourBytes);
    const { array } = await readImage(handmadeTiff([{ ...page, tags: [...page.tags, { code: 270, type: 2, values: text }] }]));
    expect(array.shape).toEqual([2, 2]);
  });

  it("by OME-XML is refused", async () => {
    const xml = '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image><Pixels DimensionOrder="XYZCT" SizeX="2" SizeY="2" SizeZ="1000000" SizeC="1000" SizeT="1"/></Image></OME>\0';
    const page = greyPage(2, 2, fourBytes);
    const file = handmadeTiff([{ ...page, tags: [...page.tags, { code: 270, type: 2, values: [...Buffer.from(xml)] }] }]);
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(/promises 1000000000 planes, the file has 1 pages/);
  });

  it("beyond maxBytes is refused with both numbers", async () => {
    const file = handmadeTiff([greyPage(100, 100, deflateSync(new Uint8Array(10_000)), { 259: [8] })]);
    expect(await expectRefusal(file, "IMAGE_TOO_LARGE", { maxBytes: 9999 })).toMatch(/needs 10000 bytes, the limit is 9999/);
  });
});

describe("OME-XML that says otherwise than the pages", () => {
  const withXml = (pixels: string) => {
    const xml = `<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:a"><Image>${pixels}</Image></OME>\0`;
    const page = greyPage(2, 2, fourBytes);
    return handmadeTiff([{ ...page, tags: [...page.tags, { code: 270, type: 2, values: [...Buffer.from(xml)] }] }]);
  };
  const sizes = 'DimensionOrder="XYZCT" SizeZ="1" SizeC="1" SizeT="1"';

  it.each([
    ["is not well-formed", "<Pixels>", "CORRUPT_IMAGE", /cannot be read/],
    ["has another size", `<Pixels ${sizes} SizeX="3" SizeY="2"/>`, "CORRUPT_IMAGE", /says 3 x 2, page 0 has 2 x 2/],
    ["has no size", `<Pixels ${sizes} SizeX="3"/>`, "CORRUPT_IMAGE", /Pixels: SizeY must be an integer of at least 1, is missing/],
    ["has an order of its own", '<Pixels DimensionOrder="XYZZT" SizeX="2" SizeY="2"/>', "CORRUPT_IMAGE", /DimensionOrder.*"XYZZT"/],
    ["lies in other files", `<Pixels ${sizes.replace('SizeZ="1"', 'SizeZ="2"')} SizeX="2" SizeY="2"><TiffData/><TiffData FirstZ="1"><UUID FileName="b.tif">urn:uuid:b</UUID></TiffData></Pixels>`,
      "UNSUPPORTED_IMAGE", /several files \("b\.tif"\).*"page"/],
    ["names pages over and over", `<Pixels ${sizes} SizeX="2" SizeY="2">${'<TiffData IFD="0" PlaneCount="1"/>'.repeat(5)}</Pixels>`, "CORRUPT_IMAGE", /names pages more than once for 1 planes/],
    ["counts from a page before the first", `<Pixels ${sizes} SizeX="2" SizeY="2"><TiffData IFD="-1"/></Pixels>`, "CORRUPT_IMAGE", /TiffData: IFD must be an integer of at least 0, is "-1"/],
    ["divides channels unevenly", `<Pixels ${sizes} SizeX="2" SizeY="2"><Channel SamplesPerPixel="3"/></Pixels>`, "CORRUPT_IMAGE", /SizeC must be a multiple of SamplesPerPixel 3, is 1/],
    ["names a plane that is none", `<Pixels ${sizes} SizeX="2" SizeY="2"><TiffData FirstT="7"/></Pixels>`, "CORRUPT_IMAGE", /names no page for plane 0 of 1/],
    ["has no image", "", "UNSUPPORTED_IMAGE", /no image here/],
  ])("%s: refused", async (_, pixels, code, message) => {
    expect(await expectRefusal(withXml(pixels), code)).toMatch(message);
  });

  const long = String.fromCodePoint(...Array.from({ length: 42_000 }, (_, i) => 0x3000 + i));

  it.each([
    ["an order", `<Pixels DimensionOrder="XY${long}" SizeX="2" SizeY="2"/>`],
    ["a number", `<Pixels ${sizes} SizeX="${long}" SizeY="2"/>`],
    ["a file", `<Pixels ${sizes} SizeX="2" SizeY="2"><TiffData><UUID FileName="${long}">urn:uuid:b</UUID></TiffData></Pixels>`],
    ["an element", `<${"e".repeat(50_000)}>`],
  ])("quotes no more than the beginning of %s, and is through with it at once", async (_, pixels) => {
    const file = withXml(pixels);
    const before = process.cpuUsage();
    const code = pixels.includes("FileName") ? "UNSUPPORTED_IMAGE" : "CORRUPT_IMAGE";
    expect((await expectRefusal(file, code)).length).toBeLessThan(400);
    const { user, system } = process.cpuUsage(before); // Of this process alone: a busy machine takes longer by the clock.
    expect((user + system) / 1000, "ms").toBeLessThan(1500);
  });
});

it("a JPEG frame of another size than its page is refused before it is decoded", async () => {
  const file = readFileSync(new URL("fixtures/jpeg.tif", import.meta.url));
  const frame = file.indexOf(Buffer.from("ffc0", "hex"));
  file.writeUInt16BE(60000, frame + 5);
  file.writeUInt16BE(60000, frame + 7);
  expect(await expectRefusal(new Uint8Array(file), "CORRUPT_IMAGE")).toMatch(/is damaged \(JPEG\).*frame has 60000 x 60000 pixels/);
});
