import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy, imageRead, readImage, writeImage } from "@openhcs/io";
import { createRuntime, NdArray } from "@openhcs/core";
import { afterAll, describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";

const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("readImage", () => {
  it("says which file is missing", async () => {
    expect(await expectRefusal(join(folder, "no.tif"), "IMAGE_NOT_FOUND")).toMatch(/there is no such file/);
  });

  it("says that a folder is no image", async () => {
    expect(await expectRefusal(folder, "IMAGE_FILE")).toMatch(/is a folder that holds no ome-zarr/);
  });

  it.skipIf(process.platform === "win32")("waits for no writer of a pipe (Windows has none among its files)", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.tif")]);
    expect(await expectRefusal(join(folder, "pipe.tif"), "IMAGE_FILE")).toMatch(/is not a regular file/);
  });

  it("says that a file is empty", async () => {
    writeFileSync(join(folder, "empty.tif"), "");
    expect(await expectRefusal(join(folder, "empty.tif"), "UNSUPPORTED_IMAGE")).toMatch(/is empty/);
  });

  it("says that a file is not what its extension promises, and how it begins", async () => {
    writeFileSync(join(folder, "page.tif"), "<!DOCTYPE html>");
    expect(await expectRefusal(join(folder, "page.tif"), "UNSUPPORTED_IMAGE")).toMatch(/is not the tiff that its extension promises: it begins with 3c21444f43545950/);
  });

  it("names the formats that it knows where it knows none", async () => {
    expect(await expectRefusal(Uint8Array.of(1, 2, 3), "UNSUPPORTED_IMAGE")).toMatch(/no known format: it begins with 010203\. Known are npy, png, tiff/);
  });

  it("refuses a file larger than maxBytes before it reads it", async () => {
    writeFileSync(join(folder, "large.npy"), encodeNpy(NdArray.zeros([1000])));
    expect(await expectRefusal(join(folder, "large.npy"), "IMAGE_TOO_LARGE", { maxBytes: 1000 })).toMatch(/needs 4128 bytes, the limit is 1000/);
  });

  it("does not alias the bytes it was given", async () => {
    const bytes = encodeNpy(NdArray.from([[1, 2]], "uint8"));
    const { array } = await readImage(bytes);
    bytes.fill(9);
    expect(array.toNested()).toEqual([[1, 2]]);
  });

  it("reads bytes that begin anywhere in a larger buffer", async () => {
    const bytes = encodeNpy(NdArray.from([[1, 2]], "float64"));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect((await readImage(larger.subarray(3))).array.toNested()).toEqual([[1, 2]]);
  });
});

describe("imageRead", () => {
  it("gives axes and pixel size besides the pixels", async () => {
    const file = join(folder, "stack.tif");
    const length = { value: 0.25, unit: "µm" };
    await writeImage(file, { array: NdArray.zeros([3, 4, 5], "uint16"), axes: "ZYX", pixelSize: { x: length, y: length, z: { value: 2, unit: "µm" } } });
    await using runtime = await createRuntime({ functions: [imageRead] });
    const { value, outputs } = await runtime.call("imageRead", { file });
    expect(String(value)).toBe("NdArray(uint16, [3, 4, 5])");
    expect(outputs).toMatchObject({ axes: "ZYX", pixelSize: { x: length, y: length, z: { value: 2, unit: "µm" } } });
    expect((await runtime.call("imageRead", { file: encodeNpy(NdArray.zeros([2, 2])) })).outputs).toMatchObject({ axes: "YX", pixelSize: {} });
  });

  it("is documented as the functions of the library are", () => {
    const { documentation, category, source, tags, synonyms, examples, tolerance, cost, outputs, parameters } = imageRead;
    expect(documentation).toMatch(/^[A-Z][^\n]*\.\n\n/);
    expect([category, source, tags, synonyms, examples, tolerance, cost].every((member) => member !== undefined)).toBe(true);
    for (const { description } of [...Object.values(outputs), ...Object.values(parameters)]) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it("called as it is gives the pixels alone", async () => {
    expect(imageRead.name).toBe("imageRead");
    const pixels = await imageRead({ file: encodeNpy(NdArray.from([[1, 2]], "uint16")) });
    expect(String(pixels)).toBe("NdArray(uint16, [1, 2])");
  });
});
