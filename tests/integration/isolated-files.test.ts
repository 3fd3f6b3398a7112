import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRuntime, NdArray, writeImage } from "openhcs";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "openhcs-files-"));
const secret = join(folder, "secret.npy");
const image = NdArray.zeros([2, 2]);

beforeAll(() => writeImage(secret, { array: NdArray.full([2, 2], 42) }));
afterAll(() => { rmSync(folder, { recursive: true }); });

const sources = [
  ["by its name", `await imageRead({ file: ${JSON.stringify(secret)} })`],
  ["by its key", `await run("imageRead", { file: ${JSON.stringify(secret)} })`],
  ["by the reference's key", `await run("reference:imageRead", { file: ${JSON.stringify(secret)} })`],
  ["as a file that is not there", `await run("imageRead", { file: ${JSON.stringify(join(folder, "none.npy"))} })`],
] as const;
const sourceOf = (call: string) => `import { imageRead, ndarray, run, type NdArray } from "openhcs";
/** Reads. */
export const reads = ndarray(async function reads(image: NdArray) { return ${call}; });
`;

test.each(sources)("isolated code makes its host read no file %s, nor learns whether there is one", async (_, call) => {
  await using runtime = await createRuntime();
  await runtime.customFunctions.registerFromCode(sourceOf(call));
  await expect(runtime.run("openhcs:reads", image)).rejects.toMatchObject({ code: "FILE_ACCESS", calledKey: "imageRead", parameter: "file" });
});

test("what a host vouches for reads files, and isolated code what it was given as bytes", async () => {
  await using runtime = await createRuntime();
  await runtime.customFunctions.registerFromCode(sourceOf(sources[0][1]), { trusted: true });
  expect((await runtime.run("openhcs:reads", image) as NdArray).sum()).toBe(4 * 42);
  const bytes = `Uint8Array.from([${readFileSync(secret).join(",")}])`;
  await runtime.customFunctions.update("reads", sourceOf(`await imageRead({ file: ${bytes} })`));
  expect((await runtime.run("openhcs:reads", image) as NdArray).sum()).toBe(4 * 42);
});

test("isolated code has its host decode no image that would hold up others", async () => {
  await using runtime = await createRuntime();
  await runtime.customFunctions.registerFromCode(sourceOf(`await imageRead({ file: Uint8Array.from({ length: 300_000 }, (_, i) => [${tiffOf(16_000, 16_000).join(",")}][i] ?? 0) })`));
  await expect(runtime.run("openhcs:reads", image)).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE", maxBytes: 64 * 2 ** 20 });
});

/** A TIFF that promises grey pixels, compressed by deflate, in one strip. */
function tiffOf(width: number, height: number): Buffer {
  const tags = [[256, width], [257, height], [258, 8], [259, 8], [262, 1], [273, 122], [278, height], [279, 299_000]] as const;
  const file = Buffer.alloc(130);
  file.write("II*\0\b\0\0\0", "latin1");
  file.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, value], i) => {
    file.writeUInt16LE(tag, 10 + 12 * i);
    file.writeUInt16LE(4, 12 + 12 * i);
    file.writeUInt32LE(1, 14 + 12 * i);
    file.writeUInt32LE(value, 18 + 12 * i);
  });
  return file;
}
