import { decodeNpy } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";

function npy(description: string, data = new Uint8Array(0), [major = 1, length]: readonly [number?, number?] = []): Uint8Array {
  const text = Buffer.from(description, "latin1");
  const head = Buffer.alloc(major === 1 ? 10 : 12);
  head.write("\x93NUMPY", "latin1");
  head[6] = major;
  if (major === 1) head.writeUInt16LE(length ?? text.length, 8);
  else head.writeUInt32LE(length ?? text.length, 8);
  return new Uint8Array(Buffer.concat([head, text, data]));
}

const describeAs = (descr: string, shape: string, order = "False") => `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe("a .npy file that lies", () => {
  it("is read where it does not", () => {
    expect(decodeNpy(npy(describeAs(">u2", "(2,)"), Uint8Array.of(1, 0, 0, 2))).toNested()).toEqual([256, 2]);
  });

  it("keeps to 0 and 1 in bool, whatever the bytes are", () => {
    expect(decodeNpy(npy(describeAs("|b1", "(3,)"), Uint8Array.of(0, 1, 255))).toNested()).toEqual([0, 1, 1]);
  });

  it.each([
    ["promises gigabytes", npy(describeAs("<f8", "(100000, 100000)"), new Uint8Array(64)), "CORRUPT_IMAGE", /needs 80000000000 bytes, the file has 64/],
    ["promises more than numbers can count", npy(describeAs("<f8", "(9999999999999, 9999999999999)")), "CORRUPT_IMAGE", /promises too many elements/],
    ["has a header longer than itself", npy("", undefined, [2, 0xfffffff0]), "CORRUPT_IMAGE", /header claims 4294967280 bytes/],
    ["ends in its header", npy("").subarray(0, 9), "CORRUPT_IMAGE", /inside the .npy header/],
    ["has no shape", npy("{'descr': '<f8', 'fortran_order': False}"), "CORRUPT_IMAGE", /must name descr, fortran_order and shape/],
    ["is of version 9", npy(describeAs("<f8", "()"), new Uint8Array(8), [9]), "UNSUPPORTED_IMAGE", /version must be 1, 2 or 3, is 9/],
    ["holds Python objects", npy(describeAs("|O", "(1,)"), new Uint8Array(8)), "UNSUPPORTED_IMAGE", /"\|O"/],
    ["holds complex numbers", npy(describeAs("<c16", "(1,)"), new Uint8Array(16)), "UNSUPPORTED_IMAGE", /"<c16"/],
    ["holds records", npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)), "UNSUPPORTED_IMAGE", /records/],
    ["has nine axes", npy(describeAs("|u1", "(1, 1, 1, 1, 1, 1, 1, 1, 1)"), new Uint8Array(1)), "UNSUPPORTED_IMAGE", /has 9 axes/],
  ])("%s: refused", async (_, file, code, message) => {
    expect(await expectRefusal(file, code)).toMatch(message);
  });

  it.each([
    ["dtype", describeAs(`|${"O".repeat(50_000)}`, "(1,)"), "UNSUPPORTED_IMAGE"],
    ["shape", describeAs("<f8", `(${"99999, ".repeat(9000)})`), "CORRUPT_IMAGE"],
  ])("quotes no more than the beginning of a long %s", async (_, header, code) => {
    expect((await expectRefusal(npy(header), code)).length).toBeLessThan(250);
  });

  it("is refused beyond maxBytes", async () => {
    expect(await expectRefusal(npy(describeAs("|u1", "(100,)"), new Uint8Array(100)), "IMAGE_TOO_LARGE", { maxBytes: 99 })).toMatch(/needs 100 bytes, the limit is 99/);
  });

  it("names the stream where bytes that are no .npy are decoded", () => {
    expect(() => decodeNpy(Uint8Array.of(1, 2, 3), { name: "standard input" })).toThrow(/standard input: does not begin with the signature/);
  });
});
