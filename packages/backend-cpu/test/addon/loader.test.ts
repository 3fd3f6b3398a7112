import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@openhcs/backend-cpu";
import { createRuntime, NdArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { load, type LoadFailure } from "@openhcs/native";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

describe("a machine without the addon", () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "openhcs-native-")); });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is told what was tried, why it failed and what to do", () => {
    const failure = load({ folder }) as LoadFailure;
    expect(failure.addon).toBeUndefined();
    expect(failure.tried.map(({ name }) => name)).toEqual([
      join(folder, "build", "Release", "openhcs.node"), `@openhcs/native-${process.platform}-${process.arch}`,
    ]);
    expect(failure.reason).toMatch(/neither built here nor installed/);
    expect(failure.remedy).toMatch(/Install @openhcs\/native-.*, or build it .*: npx cmake-js compile -d /);
  });

  it("is told the linker's words about a binary that does not load", () => {
    const release = join(folder, "build", "Release");
    mkdirSync(release, { recursive: true });
    writeFileSync(join(release, "openhcs.node"), "not a shared library");
    const { reason } = load({ folder }) as LoadFailure;
    expect(reason).toMatch(/openhcs\.node does not load: .+/);
  });

  it("takes the binary of the platform package where nothing was built", () => {
    const shipped = join(folder, "node_modules", "@openhcs", `native-${process.platform}-${process.arch}`);
    mkdirSync(shipped, { recursive: true });
    writeFileSync(join(shipped, "index.js"), "module.exports = { operations: ['shipped'] };");
    expect(load({ folder })).toMatchObject({ addon: { operations: ["shipped"] } });
  });

  it("works on with the references, and the runtime says why", async () => {
    await using runtime = await createRuntime({ backends: [cpu({ addonFolder: folder })], functions });
    expect(runtime.unavailable).toEqual([expect.objectContaining({ backend: "cpu", reason: expect.stringMatching(/neither built/), remedy: expect.stringMatching(/Install/) })]);
    const { record } = await runtime.call("gaussian", NdArray.full([4, 4], 1), { sigma: 1 });
    expect(record).toMatchObject({ kernel: "reference:gaussian" });
  });
});
