import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, fileProbeCache } from "openhcs";
import { describe, expect, it } from "vitest";

const newFile = async () => join(await mkdtemp(join(tmpdir(), "openhcs-")), "deep", "probes.json");

describe("the probe cache", () => {
  it("keeps verdicts between starts", async () => {
    const file = await newFile();
    expect(fileProbeCache(file).get("a@1#x")).toBeUndefined();
    fileProbeCache(file).set("a@1#x", { devices: [{ name: "one" }] });
    fileProbeCache(file).set("b@1#x", true);
    expect(fileProbeCache(file).get("a@1#x")).toEqual({ devices: [{ name: "one" }] });
    expect(fileProbeCache(file).get("b@1#x")).toBe(true);
    expect(await readdir(join(file, ".."))).toEqual(["probes.json"]);
  });

  it("counts as empty when damaged, and is whole again after the next verdict", async () => {
    const file = await newFile();
    fileProbeCache(file).set("a@1#x", true);
    await writeFile(file, "{ not json");
    expect(fileProbeCache(file).get("a@1#x")).toBeUndefined();
    fileProbeCache(file).set("c@1#x", true);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ "c@1#x": true });
  });

  it("costs nothing where it cannot be written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    await writeFile(join(folder, "file"), "");
    expect(() => fileProbeCache(join(folder, "file", "probes.json")).set("a", true)).not.toThrow();
  });
});

describe("the cache folder", () => {
  it("follows the XDG specification, which takes absolute paths only", () => {
    expect(cacheFolder({ env: { XDG_CACHE_HOME: "/caches" }, platform: "linux", home: "/home/me" })).toBe("/caches/openhcs");
    expect(cacheFolder({ env: { XDG_CACHE_HOME: "relative" }, platform: "linux", home: "/home/me" })).toBe("/home/me/.cache/openhcs");
    expect(cacheFolder({ env: {}, platform: "darwin", home: "/Users/me" })).toBe("/Users/me/Library/Caches/openhcs");
  });
});
