import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cost } from "@openhcs/core";
import { fileCostBook } from "openhcs";
import { describe, expect, it } from "vitest";

const newFile = async () => join(await mkdtemp(join(tmpdir(), "openhcs-")), "deep", "costs.json");
const book = (costs: Readonly<Record<string, Cost>>) => new Map(Object.entries(costs));

describe("the cost book", () => {
  it("keeps measured costs between starts, with what touches no bytes", async () => {
    const file = await newFile();
    expect(fileCostBook(file).get("a")).toBeUndefined();
    await fileCostBook(file).put(book({ a: { latencyUs: 10, gbPerSec: 2.5 }, b: { latencyUs: 1, gbPerSec: Infinity } }));
    const next = fileCostBook(file);
    expect([next.get("a"), next.get("b")]).toEqual([{ latencyUs: 10, gbPerSec: 2.5 }, { latencyUs: 1, gbPerSec: Infinity }]);
    expect(await readdir(join(file, ".."))).toEqual(["costs.json"]);
  });

  it("keeps what another process measured meanwhile, and prefers what was measured last", async () => {
    const file = await newFile();
    const [mine, other] = [fileCostBook(file), fileCostBook(file)];
    expect([mine.get("a"), other.get("a")]).toEqual([undefined, undefined]);
    await other.put(book({ a: { latencyUs: 1, gbPerSec: 1 }, b: { latencyUs: 2, gbPerSec: 2 } }));
    await mine.put(book({ a: { latencyUs: 3, gbPerSec: 3 } }));
    expect([mine.get("a"), mine.get("b"), fileCostBook(file).get("a")]).toEqual([{ latencyUs: 3, gbPerSec: 3 }, { latencyUs: 2, gbPerSec: 2 }, { latencyUs: 3, gbPerSec: 3 }]);
  });

  it("counts as empty when damaged, and is whole again after the next measurement", async () => {
    const file = await newFile();
    await fileCostBook(file).put(book({ a: { latencyUs: 1, gbPerSec: 1 } }));
    await writeFile(file, "{ not json");
    expect(fileCostBook(file).get("a")).toBeUndefined();
    await fileCostBook(file).put(book({ b: { latencyUs: 1, gbPerSec: 1 } }));
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ b: { latencyUs: 1, gbPerSec: 1 } });
  });

  it("leaves out what are no costs", async () => {
    const file = await newFile();
    await fileCostBook(file).put(new Map());
    await writeFile(file, JSON.stringify({ a: "cheap", b: { latencyUs: "1", gbPerSec: 1 }, c: null, d: { latencyUs: 1, gbPerSec: 1 } }));
    const costs = fileCostBook(file);
    expect(["a", "b", "c", "d"].map((key) => costs.get(key))).toEqual([undefined, undefined, undefined, { latencyUs: 1, gbPerSec: 1 }]);
  });

  it("lasts as long as it is held where it cannot be written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    await writeFile(join(folder, "file"), "");
    const costs = fileCostBook(join(folder, "file", "costs.json"));
    await costs.put(book({ a: { latencyUs: 1, gbPerSec: 1 } }));
    expect(costs.get("a")).toEqual({ latencyUs: 1, gbPerSec: 1 });
  });
});
