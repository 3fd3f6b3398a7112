import { join } from "node:path";
import { makeFolder, writeImage } from "@openhcs/io";
import { randomField } from "./field.js";
import { micrograph, sampleChannels } from "./micrograph.js";
import { Random } from "./random.js";

/** What is known of a field because it was made so. */
export interface SampleTruth {
  readonly site: string;
  readonly well: string;
  readonly nuclei: number;
  /** Centres as [x, y] in pixels. */
  readonly centres: readonly (readonly [x: number, y: number])[];
}

export interface SamplePlate {
  readonly files: readonly string[];
  readonly truth: readonly SampleTruth[];
}

export interface SampleTraits {
  /** Extent of each image in pixels. Default 512. */
  readonly size?: number;
  /** Default all six. */
  readonly wells?: readonly string[];
}

/** A dose series: from left to right fewer cells survive, and those that do carry more spots. */
const treatments: Readonly<Record<string, { readonly nucleiPerMegapixel: number; readonly spotCount: number }>> = {
  B02: { nucleiPerMegapixel: 420, spotCount: 3 },
  B03: { nucleiPerMegapixel: 300, spotCount: 9 },
  B04: { nucleiPerMegapixel: 170, spotCount: 22 },
  C02: { nucleiPerMegapixel: 420, spotCount: 3 },
  C03: { nucleiPerMegapixel: 300, spotCount: 9 },
  C04: { nucleiPerMegapixel: 170, spotCount: 22 },
};

/** Micrometres, as of a 20× objective. */
const pixelSizeUm = 0.65;

/** Writes a plate of 16-bit TIFFs into a folder, one file per well and channel; the same bytes every time. */
export async function writeSamplePlate(folder: string, { size = 512, wells = Object.keys(treatments) }: SampleTraits = {}): Promise<SamplePlate> {
  makeFolder(folder);
  const files: string[] = [];
  const truth: SampleTruth[] = [];
  for (const well of wells) {
    const { nucleiPerMegapixel, spotCount } = treatments[well] as (typeof treatments)[string];
    const random = new Random(`sample plate, well ${well}`);
    const frame = { width: size, height: size };
    const cells = randomField(random, { ...frame, nuclei: Math.round((nucleiPerMegapixel * size * size) / 2 ** 20), spotCount });
    const stack = micrograph(random, cells, frame);
    for (const [index, channel] of sampleChannels.entries()) {
      const path = join(folder, `sample_${well}_s1_${channel}.tif`);
      const length = { value: pixelSizeUm, unit: "µm" };
      await writeImage(path, { array: stack.slice(index), axes: "YX", pixelSize: { x: length, y: length } });
      files.push(path);
    }
    truth.push({ site: `${well}_s1`, well, nuclei: cells.length, centres: cells.map(({ x, y }) => [x, y]) });
  }
  return { files, truth };
}
