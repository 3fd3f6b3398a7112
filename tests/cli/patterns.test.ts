import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NdArray, readImage, stackSlices, writeImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, openhcs, squares } from "./openhcs.js";

let cwd: string;

async function run(yaml: string, ...args: string[]) {
  await writeFile(join(cwd, "pattern.yaml"), yaml);
  return openhcs(["run", "pattern.yaml", ...args], { cwd });
}

beforeAll(async () => {
  cwd = await folderWithSquares();
  await writeImage(join(cwd, "two.tif"), { array: stackSlices([squares(), NdArray.full([48, 64], 7, "uint8")]), axes: "CYX", channelNames: ["DNA", "actin"] });
});

describe("a pattern file", () => {
  it("is a chain of functions with parameters", async () => {
    const { code, stderr } = await run("pattern:\n  - function: gaussian\n    sigma: 0.5\n  - thresholdOtsu\n  - function: label\n    connectivity: 1\n", "squares.tif", "-o", "labels.tif");
    expect([code, stderr]).toEqual([0, ""]);
    expect((await readImage(join(cwd, "labels.tif"))).array.max()).toBe(4);
  });

  it("may be a single function, and may use anchors", async () => {
    expect((await run("pattern: label\n", "squares.tif", "-o", "a.npy")).code).toBe(0);
    expect((await run("pattern: { function: gaussian, sigma: 1 }\n", "squares.tif", "-o", "b.npy")).code).toBe(0);
    expect((await run("pattern:\n  - &smooth { function: gaussian, sigma: 1 }\n  - *smooth\n", "squares.tif", "-o", "c.npy")).code).toBe(0);
  });

  it("takes values from the call and from earlier steps", async () => {
    const yaml = "pattern:\n  - function: applyThreshold\n    threshold: { from: level }\n  - label\n  - function: regionprops\n    intensity: { from: image }\n    properties: [label, intensity_mean]\n";
    const { code, stdout, stderr } = await run(yaml, "squares.tif", "-p", "level=100");
    // In a pattern a plane is a stack of one.
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.toString()).toBe("label,intensity_mean\n1,200\n2,200\n3,200\n4,200\n");
  });

  it("by component takes each channel through its own chain, into a folder", async () => {
    const { code, stderr } = await run("pattern:\n  DNA: [thresholdOtsu, label]\n  actin: { function: gaussian, sigma: 1 }\n", "two.tif", "-o", "channels");
    expect([code, stderr]).toEqual([0, ""]);
    expect((await readdir(join(cwd, "channels"))).sort()).toEqual(["two_DNA.tif", "two_DNA_count.json", "two_DNA_foregroundCount.json", "two_DNA_threshold.json", "two_actin.tif"]);
    expect((await readImage(join(cwd, "channels", "two_DNA.tif"))).array.max()).toBe(4);
  });

  it.each([
    ["an unknown function", "pattern:\n  - gausian\n", "pattern.yaml:2:5", "nearest: gaussian"],
    ["an unknown parameter", "pattern:\n  - function: gaussian\n    sgima: 2\n", "pattern.yaml:3:5", "did you mean \"sigma\"?"],
    ["a value out of range", "pattern:\n  - label\n  - function: gaussian\n    sigma: -1\n", "pattern.yaml:4:5", "must be a number in [0, ∞)"],
    ["the one of two values that is out of range", "pattern:\n  - { function: gaussian, sigma: -1 }\n  - { function: gaussian, sigma: 1 }\n", "pattern.yaml:2:27", "received -1"],
    ["a missing producer", "pattern:\n  - gaussian\n  - function: applyThreshold\n    threshold: { from: nothing }\n", "pattern.yaml:3:15", "needs \"nothing\""],
    ["broken YAML", "pattern:\n  - function: gaussian\n   sigma: 2\n", "pattern.yaml:3:1", ""],
    ["a dictionary in a dictionary", "pattern:\n  DNA:\n    inner: [label]\n", "pattern.yaml:3:5", "dictionary inside"],
    ["no pattern", "steps: []\n", "pattern.yaml:1:1", "unknown key \"steps\""],
    ["an empty chain", "pattern: []\n", "pattern.yaml:1:10", "at least one step"],
    ["a step that is no function", "pattern:\n  - 7\n", "pattern.yaml:2:5", "a step is"],
  ])("says where %s stands", async (_, yaml, place, rule) => {
    const { code, stderr } = await run(yaml, "squares.tif", "-o", "never.npy");
    expect(code).toBe(1);
    expect(stderr).toContain(place);
    expect(stderr).toContain(rule);
    expect(stderr).toContain("PATTERN_FILE");
    expect(await readdir(cwd)).not.toContain("never.npy");
  });
});
