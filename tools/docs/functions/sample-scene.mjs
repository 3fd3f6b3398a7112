import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stack } from "@openhcs/core";
import { readImage } from "@openhcs/io";
import { writeSamplePlate } from "openhcs/plate";

const size = 112;

/** What functions are shown on: a field of nuclei, as image and stack, mask, labels and markers, smoothed, moved, dimmed and brought to [0, 1]. */
export async function sampleScene(runtime) {
  const folder = await mkdtemp(join(tmpdir(), "openhcs-docs-"));
  try {
    const { files } = await writeSamplePlate(folder, { size, wells: ["B02"] });
    const [image, cytoplasm] = await Promise.all(files.map(async (file) => (await readImage(file)).array));
    const smooth = await runtime.run("gaussian", image, { sigma: 2 });
    const { mask } = (await runtime.call("thresholdOtsu", smooth)).outputs;
    const labels = await runtime.run("label", mask);
    const depth = await runtime.run("gaussian", await runtime.run("distanceTransformEdt", mask), { sigma: 1 });
    const unit = await runtime.run("rescaleIntensity", image, { outRange: [0, 1] });
    return {
      image, smooth, mask, labels,
      stack: stack([image, cytoplasm, image]),
      markers: await runtime.run("peakLocalMax", depth, { minDistance: 5, labels }),
      moved: await runtime.run("roll", image, { shift: [7, -12], axis: [0, 1] }),
      seed: image.subtract(image.mean() / 2).maximum(0).cast("uint16"),
      unit,
      other: await runtime.run("roll", unit, { shift: [7, -12], axis: [0, 1] }),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
