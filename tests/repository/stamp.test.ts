import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digest, once } from "../../tools/bootstrap/stamp.mjs";

describe("a stamp", () => {
  let folder: string;
  let taken: number;
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const step = (key: string, { isDone = (): boolean => true, fails = false } = {}) =>
    once({
      stamp: join(folder, "state", "stamp"),
      key,
      isDone,
      step: () => {
        taken += 1;
        if (fails) throw new Error("the step failed");
      },
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-stamp-"));
    taken = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps a step from being repeated for the same key", async () => {
    expect(await step("a")).toBe(true);
    expect(await step("a")).toBe(false);
    expect(taken).toBe(1);
  });

  it("lets a step be taken again for another key", async () => {
    await step("a");
    await step("b");
    await step("a");
    expect(taken).toBe(3);
  });

  it("does not count when the product is gone", async () => {
    await step("a");
    await step("a", { isDone: () => false });
    expect(taken).toBe(2);
  });

  it("is withdrawn by a step that fails, so that the older key counts no more", async () => {
    await step("a");
    await expect(step("b", { fails: true })).rejects.toThrow("the step failed");
    await step("a");
    expect(taken).toBe(3);
  });

  it("has a digest that follows contents, names and facts, and nothing else", () => {
    const one = file("one.cc", "1");
    const two = file("sub/two.cc", "2");
    const before = digest(folder, [one, two], ["linux", "x64"]);
    expect(digest(folder, [one, two], ["linux", "x64"])).toBe(before);
    expect(digest(folder, [one, two], ["linux", "arm64"])).not.toBe(before);
    expect(digest(folder, [one], ["linux", "x64"])).not.toBe(before);
    writeFileSync(two, "3");
    expect(digest(folder, [one, two], ["linux", "x64"])).not.toBe(before);
    writeFileSync(two, "2");
    expect(digest(folder, [one, two], ["linux", "x64"])).toBe(before);
  });

  it("has the same digest wherever the folder lies", () => {
    const here = digest(join(folder, "a"), [file("a/x.h", "x")]);
    expect(digest(join(folder, "b"), [file("b/x.h", "x")])).toBe(here);
  });
});
