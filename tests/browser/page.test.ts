import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createRuntime, NdArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { readImage, writeImage } from "@openhcs/io";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pattern } from "../../examples/browser/pattern.js";
import { missing, openChromium, withWebGpu } from "./chromium.js";
import { ExamplePage } from "./example-page.js";
import { example, serveBuilt, serveSources } from "./serve-example.js";

/** What the references make of an image in Node. */
async function labelsOf(image: NdArray): Promise<readonly number[]> {
  const runtime = await createRuntime({ functions });
  const labels = await runtime.run(pattern, image, {}, { on: "reference" }) as NdArray;
  await runtime[Symbol.asyncDispose]();
  return Array.from(labels.packed().data, Number);
}

/** Three bright discs with a radius of 5 pixels. */
const discs = (() => {
  const [height, width] = [48, 80];
  const isInside = (at: number) => [[12, 12], [30, 40], [30, 60]].some(([y = 0, x = 0]) => Math.hypot(Math.floor(at / width) - y, (at % width) - x) <= 5);
  return new NdArray({ data: Uint8Array.from({ length: height * width }, (_, at) => (isInside(at) ? 200 : 20)), shape: [height, width] });
})();

const zstdTiff = fileURLToPath(new URL("../../packages/io/test/fixtures/zstd.tif", import.meta.url));

describe.skipIf(missing !== undefined)(`the page in examples/browser${missing === undefined ? "" : ` (${missing})`}`, () => {
  let folder: string;
  let served: Awaited<ReturnType<typeof serveBuilt>>;
  let sampleLabels: readonly number[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-page-"));
    served = await serveBuilt(folder);
    sampleLabels = await labelsOf((await readImage(join(example, "nuclei.png"))).array);
  });
  afterAll(async () => {
    await served?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  describe.each([["with WebGPU", withWebGpu], ["without WebGPU", []]])("%s", (_, args) => {
    let browser: Browser;
    let page: ExamplePage;

    beforeAll(async () => {
      browser = await openChromium(args);
      page = await ExamplePage.open(browser, served.address);
    });
    afterAll(() => browser?.close());

    it("labels its sample as the references in Node do", async () => {
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(sampleLabels);
      expect(await page.texts("#count")).toEqual([expect.stringMatching(`^${Math.max(...sampleLabels)} objects in `)]);
    });

    it("does so on the references, which can be chosen", async () => {
      await page.runOn("reference");
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(sampleLabels);
      expect(await page.texts("#steps td:nth-child(2)")).toEqual(["reference:gaussian", "reference:whiteTophat", "reference:thresholdOtsu", "reference:label"]);
      expect(await page.texts("#plan")).toEqual([expect.stringMatching(/^pattern of 4 steps[^]*\n4\. label by reference:label/)]);
    });

    it.runIf(args.length > 0)("does so on WebGPU", async () => {
      await writeImage(join(folder, "discs.png"), { array: discs, axes: "YX" });
      await page.give(join(folder, "discs.png"));
      await page.runOn("webgpu");
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(await labelsOf(discs));
      expect(await page.texts("#steps td:nth-child(2)")).toEqual(expect.arrayContaining(["webgpu:gaussian", "webgpu:whiteTophat"]));
    });

    it.runIf(args.length === 0)("says why there is no WebGPU", async () => {
      expect(await page.texts("#unavailable li")).toEqual([expect.stringMatching(/^webgpu is not available: /)]);
    });

    it("runs what TensorFlow.js has on that: floats, whose smoothed image is near enough for the same labels", async () => {
      const floats = discs.cast("float32").divide(200);
      await writeImage(join(folder, "floats.tif"), { array: floats, axes: "YX" });
      await page.give(join(folder, "floats.tif"));
      await page.runOn("tfjs");
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(await labelsOf(floats));
      expect(await page.texts("#steps td:nth-child(2)")).toContain("tfjs:gaussian");
      await page.runOn("as planned");
    });

    it("labels a picture that it is given, and shows both", async () => {
      await writeImage(join(folder, "discs.png"), { array: discs, axes: "YX" });
      await page.give(join(folder, "discs.png"));
      expect(await page.settled()).toBe("Done");
      const labels = await page.labels();
      expect(labels).toEqual(await labelsOf(discs));
      expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3]));
      expect(coloursOf(await page.picture("input"))).toEqual(new Set(["0,0,0,255", "255,255,255,255"]));
      expect(coloursOf(await page.picture("labels")).size).toBe(4);
    });

    it.each<[what: string, file: string, image: () => Promise<NdArray>]>([
      ["a TIFF of 16 bits", "discs.tif", async () => discs.multiply(250).cast("uint16")],
      ["a picture in colour, by its brightness", "colours.png", async () => discs],
      ["a TIFF that WebAssembly unpacks", zstdTiff, async () => (await readImage(zstdTiff)).array],
    ])("labels %s", async (_, name, image) => {
      const array = await image();
      const stored = name === "colours.png" ? { array: array.expandDims(2).broadcastTo([...array.shape, 3]), axes: "YXS" } : { array, axes: "YX" };
      if (name !== zstdTiff) await writeImage(join(folder, name), stored);
      await page.give(resolve(folder, name));
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(await labelsOf(array));
      expect(await page.texts("#image-facts")).toEqual([`${basename(name)}: ${array.dtype}, ${array.shape.join(" × ")}`]);
    });

    it("says what is wrong with a file that is no picture", async () => {
      writeFileSync(join(folder, "notes.png"), "no pixels");
      await page.give(join(folder, "notes.png"));
      expect(await page.settled()).toMatch(/could not be decoded/);
      await page.runOn("as planned");
      expect(await page.settled()).toBe("Done");
    });

    it("has done nothing that its security policy forbids, nor thrown", () => {
      expect(page.troubles).toEqual([]);
    });
  });

  it("runs from its sources, too", async () => {
    const [sources, browser] = await Promise.all([serveSources(folder), openChromium()]);
    try {
      const page = await ExamplePage.open(browser, sources.address);
      expect(await page.settled()).toBe("Done");
      expect(await page.labels()).toEqual(sampleLabels);
      expect(page.troubles).toEqual([]);
    } finally {
      await Promise.all([browser.close(), sources[Symbol.asyncDispose]()]);
    }
  });
});

function coloursOf(picture: readonly number[]): ReadonlySet<string> {
  return new Set(Array.from({ length: picture.length / 4 }, (_, pixel) => picture.slice(4 * pixel, 4 * pixel + 4).join()));
}
