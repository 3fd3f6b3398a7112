import { crc32, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readImage } from "@openhcs/io";
import { expectRefusal } from "./expect-refusal.js";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function png(width: number, height: number, stored: Uint8Array, { depth = 8, colour = 0, rest = [0, 0, 0] } = {}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, ...rest], 8);
  return new Uint8Array(Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("IDAT", stored), chunk("IEND", new Uint8Array(0))]));
}

describe("a PNG whose header lies", () => {
  it("is read where it does not", async () => {
    expect((await readImage(png(2, 1, deflateSync(Uint8Array.of(0, 7, 9))))).array.toNested()).toEqual([[7, 9]]);
  });

  it("is refused where it promises gigabytes", async () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await expectRefusal(png(50_000, 50_000, deflateSync(new Uint8Array(100))), "CORRUPT_IMAGE")).toMatch(/50000 x 50000 pixels cannot come out of/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  });

  it("is refused beyond maxBytes", async () => {
    expect(await expectRefusal(png(5000, 5000, deflateSync(new Uint8Array(5000 * 5001))), "IMAGE_TOO_LARGE", { maxBytes: 1e6 })).toMatch(/needs 25005000 bytes, the limit is 1000000/);
  });

  it("is refused where its data are a bomb", async () => {
    const bomb = deflateSync(new Uint8Array(100_000_000));
    const before = process.memoryUsage().arrayBuffers;
    expect(await expectRefusal(png(1000, 1000, bomb), "CORRUPT_IMAGE")).toMatch(/damaged or more than 1000 x 1000 pixels/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2e7);
  });

  it("is refused where its data do not suffice", async () => {
    expect(await expectRefusal(png(10, 10, deflateSync(new Uint8Array(50))), "CORRUPT_IMAGE")).toMatch(/holds 50 of 110 bytes/);
  });

  it.each([[0, 5], [5, 0]])("is refused at a size of %d x %d", async (width, height) => {
    expect(await expectRefusal(png(width, height, new Uint8Array(9)), "CORRUPT_IMAGE")).toMatch(`are ${width} x ${height}`);
  });

  it.each([[3, 0], [16, 3], [8, 1], [4, 2], [255, 0]])("is refused at %d bits of colour type %d", async (depth, colour) => {
    expect(await expectRefusal(png(2, 2, deflateSync(new Uint8Array(99)), { depth, colour }), "CORRUPT_IMAGE")).toMatch(`colour type ${colour} with ${depth} bits`);
  });

  it.each([[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 2]]])("is refused at the methods %j", async (rest) => {
    expect(await expectRefusal(png(2, 2, deflateSync(new Uint8Array(99)), { rest }), "CORRUPT_IMAGE")).toMatch(/are not methods of PNG/);
  });

  it("is refused at a filter that does not exist", async () => {
    expect(await expectRefusal(png(1, 1, deflateSync(Uint8Array.of(9, 1))), "CORRUPT_IMAGE")).toMatch(/filter type must be 0 to 4, is 9/);
  });

  it("is refused at a wrong checksum", async () => {
    const file = png(2, 1, deflateSync(Uint8Array.of(0, 7, 9)));
    file[20] = 3;
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(/checksum of chunk "IHDR"/);
  });

  it("is refused at a chunk longer than the file", async () => {
    const file = png(2, 1, deflateSync(Uint8Array.of(0, 7, 9)));
    file[33] = 0x7f;
    expect(await expectRefusal(file, "CORRUPT_IMAGE")).toMatch(/chunk "IDAT" claims \d+ bytes/);
  });
});
