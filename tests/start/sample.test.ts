import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { countsBy, newFolder, nucleiIn, start, type Ending } from "./start.js";

let cwd: string;
let out: string;
let ending: Ending;

beforeAll(async () => {
  cwd = await newFolder();
  out = join(cwd, "openhcs-output");
  ending = await start([], cwd);
});

async function truthByWell(): Promise<Record<string, number>> {
  const [, ...lines] = (await readFile(join(out, "sample-plate", "truth.csv"), "utf8")).trimEnd().split("\n");
  return countsBy(lines.map((line) => ({ well: line.slice(0, 3) })), "well");
}

describe("npm start without arguments", () => {
  it("ends well and says how close the counts come to the truth", () => {
    expect([ending.code, ending.stderr]).toEqual([0, expect.stringContaining("sample plate")]);
    expect(ending.stdout).toMatch(/the count is off by \d\.\d %/);
    for (const words of ["whiteTophat", "openhcs:splitTouching", "Routes:", "overlays/"]) expect(ending.stdout).toContain(words);
  });

  it("counts the nuclei of every well within 3 % and one nucleus of the truth", async () => {
    const truth = await truthByWell();
    const counted = countsBy(await nucleiIn(out), "well");
    expect(Object.keys(counted)).toEqual(["B02", "B03", "B04", "C02", "C03", "C04"]);
    for (const [well, count] of Object.entries(counted)) expect(Math.abs(count - (truth[well] as number)), well).toBeLessThanOrEqual(1 + 0.03 * (truth[well] as number));
  });

  it("finds at least 95 % of the true nuclei one to one", () => {
    const [, percent] = /and ([\d.]+) % of the true nuclei were found one to one/.exec(ending.stdout) ?? [];
    expect(Number(percent)).toBeGreaterThanOrEqual(95);
  });

  it("measures every nucleus in physical units and in every channel", async () => {
    const rows = await nucleiIn(out);
    const columns = ["file", "well", "site", "channel", "label", "area_px", "area_um2", "x", "y", "eccentricity", "solidity", "mean_DNA", "mean_actin", "mean_spots"];
    expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(columns));
    for (const row of rows) {
      expect(Number(row["area_um2"])).toBeCloseTo(Number(row["area_px"]) * 0.65 ** 2, 2);
      expect(Number(row["solidity"])).toBeGreaterThan(0.5);
      expect(Number(row["mean_DNA"])).toBeGreaterThan(Number(row["mean_spots"]));
    }
  });

  it("writes label images in which each nucleus has the area of its row", async () => {
    const { array, pixelSize } = await readImage(join(out, "labels", "B04_s1.tif"));
    expect([array.dtype, array.shape, pixelSize.x?.unit]).toEqual(["uint16", [512, 512], "µm"]);
    const areas = new Map<number, number>();
    for (const label of array.data as Uint16Array) areas.set(label, (areas.get(label) ?? 0) + 1);
    const rows = (await nucleiIn(out)).filter(({ well }) => well === "B04");
    expect(rows.map((row) => areas.get(Number(row["label"])))).toEqual(rows.map((row) => Number(row["area_px"])));
  });

  it("draws outlines in yellow around blue nuclei", async () => {
    const { array } = await readImage(join(out, "overlays", "B04_s1.png"));
    const [height = 0, width = 0] = array.shape;
    expect([height, width, array.shape[2]]).toEqual([1024 + 34, 1024, 3]);
    const [first] = (await nucleiIn(out)).filter(({ well }) => well === "B04");
    const [x, y] = [Math.round(2 * Number(first?.["x"])), Math.round(2 * Number(first?.["y"]))];
    const around = array.slice([Math.max(0, y - 4), y + 4], [Math.max(0, x - 4), x + 4]);
    expect(around.slice(null, null, 2).mean()).toBeGreaterThan(around.slice(null, null, 0).mean());
    let outline = 0;
    const pixels = array.data as Uint8Array;
    for (let at = 0; at < 3 * 1024 * 1024; at += 3) if (pixels[at] === 255 && pixels[at + 1] === 214 && pixels[at + 2] === 10) outline++;
    // 43 nuclei of about 22 pixels, twice enlarged: some 130 pixels of outline each.
    expect(outline).toBeGreaterThan(43 * 100);
    expect(outline).toBeLessThan(43 * 200);
  });

  it("leaves a record of every call with kernels, versions, parameters and times", async () => {
    const record = JSON.parse(await readFile(join(out, "run-record.json"), "utf8")) as {
      node: string; kernels: { kernel: string }[]; scouting: { settings: { channel: string; diameterPx: number } }[];
      sites: { id: string; nuclei: number; calls: { key: string; status: string; calls: { key: string; calls: { key: string; kernel: string; parameters: object; durationUs: number }[] }[] }[] }[];
    };
    expect(record.node).toBe(process.version);
    expect(record.scouting[0]?.settings).toMatchObject({ channel: "DNA" });
    expect(record.sites.map(({ id }) => id)).toEqual(["B02_s1", "B03_s1", "B04_s1", "C02_s1", "C03_s1", "C04_s1"]);
    const pattern = record.sites[0]?.calls.find(({ key }) => key === "pattern");
    const steps = pattern?.calls.find(({ key }) => key === "DNA")?.calls ?? [];
    expect(steps.map(({ key }) => key)).toEqual([
      "percentileNormalize", "gaussian", "whiteTophat", "power", "thresholdOtsu", "invert", "removeSmallObjects", "invert", "openhcs:splitTouching", "removeSmallObjects", "label",
    ]);
    for (const step of steps) expect(step).toMatchObject({ kernel: expect.any(String), parameters: expect.any(Object), durationUs: expect.any(Number) });
  });

  it("leaves nothing half-written", async () => {
    const files = await readdir(out, { recursive: true });
    expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });
});
