import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRuntime, NdArray, stackSlices, writeImage, type WritableImage } from "openhcs";
import { groupFiles, readSite, scout } from "openhcs/plate";
import { describe, expect, it } from "vitest";

const plane = (value: number) => NdArray.full([4, 6], value, "uint8");

/** The channels of the first site that these files make, by name. */
async function channelsOf(files: Readonly<Record<string, WritableImage>>) {
  const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
  for (const [name, image] of Object.entries(files)) await writeImage(join(folder, name), image);
  await using runtime = await createRuntime();
  const { channels, pixelSize } = await readSite(runtime, groupFiles(Object.keys(files).map((name) => join(folder, name)))[0] as ReturnType<typeof groupFiles>[number]);
  return { values: Object.fromEntries(channels.map(({ name, array }) => [name, [...array.shape, array.get(0, 0)]])), pixelSize };
}

describe("reading a site", () => {
  it("takes a channel from each of its files", async () => {
    const { values } = await channelsOf({ "p_A01_s1_DNA.tif": { array: plane(1), axes: "YX" }, "p_A01_s1_actin.tif": { array: plane(2), axes: "YX" } });
    expect(values).toEqual({ DNA: [4, 6, 1], actin: [4, 6, 2] });
  });

  it("takes the channels of one file by their names, numbers or colours", async () => {
    const stack = stackSlices([plane(1), plane(2)]);
    expect((await channelsOf({ "a.tif": { array: stack, axes: "CYX", channelNames: ["nuclei", "cells"] } })).values).toEqual({ nuclei: [4, 6, 1], cells: [4, 6, 2] });
    expect((await channelsOf({ "a.tif": { array: stack, axes: "CYX" } })).values).toEqual({ channel0: [4, 6, 1], channel1: [4, 6, 2] });
    const colours = stackSlices([plane(1), plane(2), plane(3)]).transpose([1, 2, 0]).copy();
    expect((await channelsOf({ "a.png": { array: colours, axes: "YXS" } })).values).toEqual({ red: [4, 6, 1], green: [4, 6, 2], blue: [4, 6, 3] });
  });

  it("projects focal planes to their maximum, in one file or in several", async () => {
    const stack = stackSlices([plane(1), plane(9), plane(3)]);
    expect((await channelsOf({ "a.tif": { array: stack, axes: "ZYX" } })).values).toEqual({ image: [4, 6, 9] });
    const planes = { "r02c03f01p01-ch1sk1fk1fl1.tif": { array: plane(5), axes: "YX" }, "r02c03f01p02-ch1sk1fk1fl1.tif": { array: plane(8), axes: "YX" } };
    expect((await channelsOf(planes)).values).toEqual({ ch1: [4, 6, 8] });
  });

  it("knows the pixel size in micrometres", async () => {
    const length = { value: 0.65, unit: "µm" };
    const { pixelSize } = await channelsOf({ "a.tif": { array: plane(1), axes: "YX", pixelSize: { x: length, y: length } } });
    expect(pixelSize.x?.value).toBeCloseTo(0.65, 6);
  });

  it("refuses channels of unequal shapes, and time series", async () => {
    const odd = { "p_A01_s1_DNA.tif": { array: plane(1), axes: "YX" }, "p_A01_s1_actin.tif": { array: NdArray.zeros([5, 5], "uint8"), axes: "YX" } };
    await expect(channelsOf(odd)).rejects.toMatchObject({ code: "UNREADABLE_SITE", site: "A01_s1" });
    await expect(channelsOf({ "a.tif": { array: stackSlices([plane(1), plane(2)]), axes: "TYX" } })).rejects.toThrow("2 time points");
  });
});

describe("scouting", () => {
  /** Disks of diameter 16 in the second channel, a grid of lines in the first. */
  async function settingsOf(wish: Parameters<typeof scout>[2] = {}) {
    const [lines, disks] = [NdArray.zeros([96, 96], "uint8"), NdArray.zeros([96, 96], "uint8")];
    for (let y = 0; y < 96; y++) {
      for (let x = 0; x < 96; x++) {
        if (x % 16 === 0 || y % 16 === 0) lines.set([y, x], 200);
        if (Math.hypot((y % 32) - 16, (x % 32) - 16) < 8) disks.set([y, x], 200);
      }
    }
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    await writeImage(join(folder, "a.tif"), { array: stackSlices([lines, disks]), axes: "CYX" });
    await using runtime = await createRuntime();
    return await scout(runtime, groupFiles([join(folder, "a.tif")]), wish);
  }

  it("prefers the channel with compact objects, and measures their diameter", async () => {
    const { channel, diameterPx } = await settingsOf();
    expect(channel).toBe("channel1");
    expect(diameterPx).toBeGreaterThan(14);
    expect(diameterPx).toBeLessThan(18);
  });

  it("follows a wish, by name or number", async () => {
    expect(await settingsOf({ channel: "CHANNEL0", diameterPx: 9 })).toMatchObject({ channel: "channel0", diameterPx: 9 });
    expect((await settingsOf({ channel: "1" })).channel).toBe("channel1");
    await expect(settingsOf({ channel: "GFP" })).rejects.toMatchObject({ code: "UNKNOWN_CHANNEL", channels: ["channel0", "channel1"] });
  });
});
