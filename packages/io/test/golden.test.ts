import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { imageRead } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./pattern.js";

interface GoldenCase {
  readonly id: string;
  readonly op: string;
  readonly params: { readonly file: string };
  readonly outputs: { readonly pixels: { readonly dtype: string; readonly shape: readonly number[]; readonly sha256: string } };
}

const folder = new URL("../../../../shared/data/golden/", import.meta.url);
const index = fileURLToPath(new URL("index.json", folder));
const cases = existsSync(index) ? (JSON.parse(readFileSync(index, "utf8")) as { readonly cases: GoldenCase[] }).cases.filter(({ op }) => op === "image_read") : [];

describe("imageRead on the golden images", () => {
  if (cases.length === 0) it.skip("needs the golden data beside the repository");

  it.each(cases)("$id $params.file is what tifffile and Pillow decode", async ({ params, outputs: { pixels } }) => {
    const array = (await imageRead({ file: fileURLToPath(new URL(params.file, folder)) })) as Parameters<typeof bytesOf>[0];
    expect(array.dtype).toBe(pixels.dtype);
    expect(array.shape).toEqual(pixels.shape);
    expect(createHash("sha256").update(bytesOf(array)).digest("hex")).toBe(pixels.sha256);
  });
});
