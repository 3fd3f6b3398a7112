import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NdArray, writeImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { countsBy, newFolder, nucleiIn, start, type Ending } from "./start.js";

const images = fileURLToPath(new URL("../../../shared/data/images", import.meta.url));

/** Counts were checked by eye on the overlays; the ranges leave room for nuclei about which people disagree. */
describe("npm start on real images", () => {
  const isHere = existsSync(images);
  const why = "the sample images in ../shared/data are not here";
  let out: string;
  let ending: Ending;

  beforeAll(async () => {
    if (!isHere) return;
    out = join(await newFolder(), "out");
    const plate = ["Channel1-01-A-01.tif", "Channel2-01-A-01.tif", "Channel1-58-E-10.tif", "Channel2-58-E-10.tif"].map((name) => join(images, "plate_bbbc013", name));
    ending = await start(["--out", out, ...plate, join(images, "human_hcs"), join(images, "bbbc022_A02_s9_3ch_u16.tif")], out.slice(0, -4));
  });

  it("finds wells, sites and the nuclear channel by the names of the files, or by how the channels look", async ({ skip }) => {
    skip(!isHere, why);
    expect(ending.code).toBe(0);
    const rows = await nucleiIn(out);
    expect(new Set(rows.map(({ file, channel }) => `${file} ${channel}`))).toEqual(new Set([
      "Channel2-01-A-01.tif Channel2", "Channel2-58-E-10.tif Channel2", "AS_09125_050116030001_D03f00d0.tif d0", "bbbc022_A02_s9_3ch_u16.tif channel0",
    ]));
  });

  it("counts as many nuclei as a person would", async ({ skip }) => {
    skip(!isHere, why);
    const counts = countsBy(await nucleiIn(out), "file");
    const within = (file: string, low: number, high: number) => {
      expect(counts[file], file).toBeGreaterThanOrEqual(low);
      expect(counts[file], file).toBeLessThanOrEqual(high);
    };
    within("Channel2-01-A-01.tif", 300, 330);
    within("Channel2-58-E-10.tif", 135, 155);
    within("AS_09125_050116030001_D03f00d0.tif", 295, 335);
    within("bbbc022_A02_s9_3ch_u16.tif", 24, 26);
  });
});

describe("npm start", () => {
  it("finds no nuclei where there is only noise, or nothing at all", async () => {
    const cwd = await newFolder();
    let state = 1;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const noise = Uint16Array.from({ length: 128 * 128 }, () => 200 + 10 * (random() + random() + random() + random()));
    await writeImage(join(cwd, "noise.tif"), new NdArray({ data: noise, shape: [128, 128] }));
    await writeImage(join(cwd, "flat.tif"), NdArray.full([64, 80], 7, "uint8"));
    const { code, stdout } = await start(["noise.tif", "flat.tif"], cwd);
    expect([code, stdout]).toEqual([0, expect.stringContaining("0 nuclei in 2 sites")]);
  });

  it("goes on after a broken image, names it, and ends with 1", async () => {
    const cwd = await newFolder();
    await writeFile(join(cwd, "broken.tif"), "not an image");
    await writeImage(join(cwd, "flat.tif"), NdArray.full([64, 80], 7, "uint8"));
    const { code, stdout } = await start(["."], cwd);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/0 nuclei in 1 site\.\nbroken failed: /)]);
    expect(await readdir(join(cwd, "openhcs-output", "overlays"))).toEqual(["flat.png"]);
  });

  it("processes a folder again without taking its own results for images", async () => {
    const cwd = await newFolder();
    await writeImage(join(cwd, "flat.tif"), NdArray.full([64, 80], 7, "uint8"));
    for (let time = 0; time < 2; time++) expect((await start(["."], cwd)).stdout).toContain("in 1 site.");
  });

  it("takes the channel and the diameter that a person insists on", async () => {
    const cwd = await newFolder();
    const stack = NdArray.zeros([2, 64, 64], "uint8");
    for (const [y, x] of [[16, 16], [16, 48], [48, 32]] as const) {
      for (let dy = -6; dy <= 6; dy++) for (let dx = -6; dx <= 6; dx++) if (dy * dy + dx * dx <= 36) stack.set([1, y + dy, x + dx], 200);
    }
    await writeImage(join(cwd, "two.tif"), { array: stack, axes: "CYX", channelNames: ["DNA", "other"] });
    expect((await start(["two.tif", "--nuclei", "other", "--diameter", "12"], cwd)).stdout).toContain("3 nuclei in 1 site.");
    const unknown = await start(["two.tif", "--nuclei", "GFP"], cwd);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("there is no channel \"GFP\"; there are DNA, other.")]);
  });

  it("says what is wrong with its arguments, and ends with 2", async () => {
    const cwd = await newFolder();
    for (const args of [["--diameter", "wide", "x.tif"], ["--nonsense"]]) {
      const { code, stderr } = await start(args, cwd);
      expect([code, stderr]).toEqual([2, expect.stringContaining("code     USAGE")]);
    }
  });

  it("is one error and leaves no folder where nothing can be processed", async () => {
    const cwd = await newFolder();
    const absent = await start(["--out", "out", "nope.tif"], cwd);
    expect(absent).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(/^openhcs: nope\.tif: there is no such file\.\n  code {5}IMAGE_NOT_FOUND\n  because .*\n$/) });
    await writeFile(join(cwd, "broken.tif"), "not an image");
    const several = await start(["--out", "out", "broken.tif", "nope.tif"], cwd);
    expect([several.code, several.stdout]).toEqual([1, ""]);
    expect(several.stderr).toMatch(/^openhcs: none of 2 sites could be processed\.\n  broken: broken\.tif: .*\n  nope: nope\.tif: .*\n  code {5}NOTHING_PROCESSED\n$/);
    expect(await readdir(cwd)).toEqual(["broken.tif"]);
  });

  it("ends with 1 where there is no image", async () => {
    const { code, stderr } = await start(["."], await newFolder());
    expect([code, stderr]).toEqual([1, expect.stringContaining("NO_IMAGES")]);
  });
});
