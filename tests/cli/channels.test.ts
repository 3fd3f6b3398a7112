import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gaussian, NdArray, readImage, stackSlices, writeImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { newFolder, openhcs, squares } from "./openhcs.js";

let cwd: string;

/** Colours of which green alone shows squares, and channels of which DNA alone does. */
beforeAll(async () => {
  cwd = await newFolder();
  const flat = NdArray.full([48, 64], 7, "uint8");
  const colours = stackSlices([flat, squares(), flat]).transpose([1, 2, 0]);
  await writeImage(join(cwd, "colours.png"), { array: colours, axes: "YXS" });
  await writeImage(join(cwd, "two.tif"), { array: stackSlices([squares(), flat]), axes: "CYX", channelNames: ["DNA", "actin"] });
  await writeFile(join(cwd, "chain.yaml"), "pattern:\n  - invert\n  - thresholdOtsu\n");
  await writeFile(join(cwd, "colours.yaml"), "pattern:\n  \"1\": [thresholdOtsu, label]\n");
  await writeFile(join(cwd, "wrong.yaml"), "pattern:\n  Hoechst: label\n");
});

describe("an image with colours", () => {
  it.each([["gaussian"], ["maxProjection"], ["chain.yaml"]])("is refused by what works on planes or volumes: %s", async (name) => {
    for (const command of [["run", name, "colours.png", "-o", "out.npy"], ["plan", name, "colours.png"]]) {
      const { code, stderr } = await openhcs(command, { cwd });
      expect([code, stderr]).toEqual([2, expect.stringContaining("colours.png has colours (axes YXS)")]);
      expect(stderr).toContain("--channel 0, up to 2");
    }
  });

  it("is taken by what works on each number for itself", async () => {
    expect((await openhcs(["run", "invert", "colours.png", "-o", "inverted.npy"], { cwd })).code).toBe(0);
    expect((await readImage(join(cwd, "inverted.npy"))).array.shape).toEqual([48, 64, 3]);
  });

  it("gives one of them by --channel, as an image of its own", async () => {
    const { code, stderr } = await openhcs(["run", "gaussian", "colours.png", "-o", "green.npy", "-p", "sigma=1", "--on", "reference", "--channel", "1"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect((await readImage(join(cwd, "green.npy"))).array.toNested()).toEqual((await gaussian(squares(), { sigma: 1 })).toNested());
  });

  it("gives them to a pattern by component under their numbers", async () => {
    expect((await openhcs(["run", "colours.yaml", "colours.png", "-o", "labels/"], { cwd })).code).toBe(0);
    expect((await readImage(join(cwd, "labels", "colours_1.npy"))).array.max()).toBe(4);
  });
});

describe("an image with channels", () => {
  it("is taken as a volume with a hint, which --slice-by-slice, --channel and --json silence", async () => {
    const args = ["run", "gaussian", "two.tif", "-o", "out.tif"];
    expect((await openhcs(args, { cwd })).stderr).toMatch(/^Hint: gaussian takes the 2 channels of two\.tif together.*--slice-by-slice.*\n$/);
    for (const more of [["--slice-by-slice"], ["--channel", "DNA"], ["--json"]]) expect(await openhcs([...args, ...more], { cwd })).toMatchObject({ code: 0, stderr: "" });
  });

  it("says which channels there are where one is asked for that is not", async () => {
    const option = await openhcs(["run", "gaussian", "two.tif", "-o", "out.tif", "--channel", "Hoechst"], { cwd });
    expect([option.code, option.stderr]).toEqual([2, expect.stringContaining("it has 0, 1, DNA, actin")]);
    const pattern = await openhcs(["run", "wrong.yaml", "two.tif", "-o", "out/"], { cwd });
    expect([pattern.code, pattern.stderr]).toEqual([2, expect.stringContaining("name the components of the pattern after those it has: \"0\", \"1\", \"DNA\", \"actin\"")]);
  });
});
