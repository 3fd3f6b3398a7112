import { createHash } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readImage } from "openhcs";
import { writeSamplePlate } from "openhcs/plate";
import { describe, expect, it } from "vitest";

const folder = () => mkdtemp(join(tmpdir(), "openhcs-"));
const digests = (files: readonly string[]) => Promise.all(files.map(async (file) => createHash("sha256").update(await readFile(file)).digest("hex")));

describe("the sample plate", () => {
  it("is the same every time", async () => {
    const [first, second] = [await writeSamplePlate(await folder(), { size: 96, wells: ["B02"] }), await writeSamplePlate(await folder(), { size: 96, wells: ["B02"] })];
    expect(await digests(first.files)).toEqual(await digests(second.files));
    expect(first.truth).toEqual(second.truth);
  });

  it("has 16-bit planes with a pixel size, named by well, site and channel", async () => {
    const { files } = await writeSamplePlate(await folder(), { size: 96, wells: ["C04"] });
    expect(files.map((file) => basename(file))).toEqual(["sample_C04_s1_DNA.tif", "sample_C04_s1_actin.tif", "sample_C04_s1_spots.tif"]);
    const { array, axes, pixelSize } = await readImage(files[0] as string);
    expect([array.dtype, array.shape, axes]).toEqual(["uint16", [96, 96], "YX"]);
    expect(pixelSize.x?.value).toBeCloseTo(0.65, 6);
  });

  it("is bright in the DNA channel where the truth has centres, and dark between them", async () => {
    const { files, truth } = await writeSamplePlate(await folder(), { size: 256, wells: ["B04"] });
    const { array } = await readImage(files[0] as string);
    const [{ centres, nuclei }] = truth as [(typeof truth)[number]];
    expect(centres).toHaveLength(nuclei);
    const background = [...(array.data as Uint16Array)].sort((a, b) => a - b)[Math.floor(array.size / 2)] as number;
    // A nucleolus may darken the very centre, so a few pixels around it are averaged.
    const bright = centres.filter(([x, y]) => array.slice([Math.round(y) - 2, Math.round(y) + 3], [Math.round(x) - 2, Math.round(x) + 3]).mean() > 2 * background);
    expect(bright).toHaveLength(nuclei);
  });
});
