import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRuntime, NdArray } from "openhcs";
import { readImage } from "@openhcs/io";
import { writeSamplePlate } from "openhcs/plate";
import { summary } from "../measure.mjs";
import { startPeer } from "../peer-process.mjs";

export const describe = "host references, in plain TypeScript with one thread, turn by turn with SciPy and scikit-image, on a field of nuclei of 1024² uint16";

const size = 1024;
const rounds = 3;

export async function run() {
  const image = await sampleField();
  const peer = await startPeer("library-peers.py", [size], new Uint8Array(image.data.buffer));
  if (peer === undefined) return [{ what: "SciPy and scikit-image", skipped: "python3 finds no skimage (Debian: apt-get install python3-skimage)" }];
  const runtime = await createRuntime({ backends: [] });
  const figures = [];
  try {
    for (const [name, call] of Object.entries(await calls(runtime, image))) {
      const pairs = [];
      for (let round = -1; round < rounds; round++) {
        const start = performance.now();
        await call();
        const ours = performance.now() - start;
        const { ms } = await peer.ask(name);
        if (round >= 0) pairs.push({ ours, theirs: ms });
      }
      figures.push({ what: name, ...summary(pairs.map(({ ours }) => ours)), unit: "ms" }, { what: `${name} to the peer`, ...summary(pairs.map(({ ours, theirs }) => ours / theirs)), unit: "×" });
    }
  } finally {
    peer.stop();
    await runtime[Symbol.asyncDispose]();
  }
  return figures;
}

/** What `library-peers.py` does under the same names. */
async function calls(runtime, image) {
  const single = image.cast("float32");
  const mask = await runtime.run("thresholdOtsu", image);
  const labels = await runtime.run("label", mask);
  const distances = await runtime.run("distanceTransformEdt", mask);
  const markers = await runtime.run("peakLocalMax", distances, { minDistance: 5, excludeBorder: 0, labels });
  const depths = await runtime.run("negative", distances);
  const disk = (radius) => ({ shape: "disk", radius });
  return {
    gaussian: () => runtime.run("gaussian", single, { sigma: 2 }),
    sobel: () => runtime.run("sobel", single),
    median: () => runtime.run("median", image, { size: 5 }),
    percentileFilter: () => runtime.run("percentileFilter", image, { percentile: 25, size: 9 }),
    whiteTophat: () => runtime.run("whiteTophat", image, { footprint: disk(12) }),
    binaryOpening: () => runtime.run("binaryOpening", mask, { footprint: disk(3) }),
    binaryFillHoles: () => runtime.run("binaryFillHoles", mask),
    thresholdOtsu: () => runtime.run("thresholdOtsu", image),
    thresholdLocal: () => runtime.run("thresholdLocal", image, { blockSize: 35 }),
    equalizeAdapthist: () => runtime.run("equalizeAdapthist", image),
    label: () => runtime.run("label", mask),
    regionprops: () => runtime.run("regionprops", labels, { intensity: image, properties: ["label", "area", "centroid", "mean_intensity"] }),
    distanceTransformEdt: () => runtime.run("distanceTransformEdt", mask),
    watershed: () => runtime.run("watershed", depths, { markers, mask }),
    rotate: () => runtime.run("rotate", single, { angle: 30, order: 1 }),
    resize: () => runtime.run("resize", single, { outputShape: [size / 2, size / 2], order: 1, antiAliasing: true }),
    fft2: () => runtime.run("fft2", single),
  };
}

async function sampleField() {
  const folder = await mkdtemp(join(tmpdir(), "openhcs-bench-"));
  try {
    const { files } = await writeSamplePlate(folder, { size, wells: ["B02"] });
    const { array } = await readImage(files.find((file) => file.includes("DNA")) ?? files[0]);
    return new NdArray({ data: Uint16Array.from(array.packed().data), shape: array.shape });
  } finally {
    await rm(folder, { recursive: true });
  }
}
