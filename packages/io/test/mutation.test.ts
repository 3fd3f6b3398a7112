import { readFileSync } from "node:fs";
import { isOpenHcsError } from "@openhcs/core";
import { readImage } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./pattern.js";

const files = [
  "rgb.png", "interlaced-bool.png", "grey16.png", "little-f2.npy", "fortran.npy", "version-3.npy", "strips.tif", "tiles.tif", "planar.tif", "bigtiff.tif",
  "lzw.tif", "packbits-rgb.tif", "deflate-8-predictor-2.tif", "deflate-predictor-3.tif", "zstd-uint16.tif", "jpeg-rgb.tif", "bilevel.tif",
  "imagej.tif", "imagej-contiguous.tif", "ome.ome.tif", "shaped-contiguous.tif",
];

/** A limit that no honest reading of these small files needs; what passes it proves that nothing was reserved beyond. */
const maxBytes = 2 ** 24;

/** Reading may succeed on damage that no one can see, or fail by one of our errors; nothing else. */
async function outcome(bytes: Uint8Array, label: string): Promise<"read" | "refused"> {
  const error = await readImage(bytes, { name: label, maxBytes }).then(() => undefined, (reason: unknown) => reason);
  if (error === undefined) return "read";
  if (!isOpenHcsError(error)) throw new Error(`${label} failed by something else than our errors`, { cause: error });
  expect(error.message, label).toContain(label);
  return "refused";
}

describe.each(files)("%s", (file) => {
  const whole = new Uint8Array(readFileSync(new URL(`fixtures/${file}`, import.meta.url)));

  it("cut short anywhere is refused, or read where nothing was missing", async () => {
    const step = Math.max(1, Math.trunc(whole.length / 150));
    let refused = 0;
    for (let length = 0; length < whole.length; length += step) if ((await outcome(whole.slice(0, length), `${file} cut at ${length}`)) === "refused") refused++;
    expect(refused).toBeGreaterThan(whole.length / step / 4);
  });

  it("with bytes changed at random is read or refused, never more", async () => {
    const seed = [...file].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) | 0;
    const random = seededRandom(seed);
    for (let i = 0; i < 300; i++) {
      const mutant = whole.slice();
      const changes = 1 + Math.trunc(random() * 4);
      // Headers are short beside pixels, and it is they that decide: half of the changes go into the first 300 bytes.
      for (let j = 0; j < changes; j++) mutant[Math.trunc(random() * (random() < 0.5 ? Math.min(300, whole.length) : whole.length))] = Math.trunc(random() * 256);
      await outcome(mutant, `${file} mutation ${i} of seed ${seed}`);
    }
  });
});
