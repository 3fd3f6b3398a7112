import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stack } from "@openhcs/core";
import { readImage } from "@openhcs/io";
import { writeSamplePlate } from "openhcs/plate";

const size = 112;

/** What functions are shown on: a field of nuclei, as image, mask, labels and stack. */
export async function sampleScene(runtime) {
  const folder = await mkdtemp(join(tmpdir(), "openhcs-docs-"));
  try {
    const { files } = await writeSamplePlate(folder, { size, wells: ["B02"] });
    const [image, other] = await Promise.all(files.map(async (file) => (await readImage(file)).array));
    const smooth = await runtime.run("gaussian", image, { sigma: 2 });
    const { mask } = (await runtime.call("thresholdOtsu", smooth)).outputs;
    const labels = await runtime.run("label", mask);
    return { image, other, mask, labels, stack: stack([image, other, image]), seed: image.subtract(image.mean() / 2).maximum(0).cast("uint16") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
