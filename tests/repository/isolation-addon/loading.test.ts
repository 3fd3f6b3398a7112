import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadIsolation, type IsolationAddon } from "@openhcs/native/isolation";
import { describe, expect, it } from "vitest";
import { loaded, addon, codeOf } from "./workbench.js";

describe("the isolation addon, wherever it loads", () => {
  it.skipIf(loaded.addon === undefined)("says what it is built for", () => {
    expect(addon.facts()).toMatchObject({ platform: process.platform, arch: process.arch });
  });

  it.skipIf(loaded.addon === undefined)("is the shipped one where the local build is broken, with a warning that says why", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openhcs-addon-"));
    const shipped = join(folder, "node_modules", "@openhcs", `native-${process.platform}-${process.arch}`), built = join(folder, "build", "Release");
    for (const each of [shipped, built]) mkdirSync(each, { recursive: true });
    copyFileSync((loaded as { readonly path: string }).path, join(shipped, "isolation.node"));
    writeFileSync(join(built, "isolation.node"), "no binary");
    const warned = once(process, "warning");
    const { addon: replacement, path } = loadIsolation({ folder }) as { readonly addon: IsolationAddon; readonly path: string };
    expect(replacement.facts()).toEqual(addon.facts());
    expect(path).toBe(join(shipped, "isolation.node"));
    const [{ message }] = await warned as [Error];
    expect(message).toContain(`${join(built, "isolation.node")} does not load: `);
    expect(message).toContain(`${path} is used instead`);
    rmSync(folder, { recursive: true });
  });

  it.skipIf(loaded.addon === undefined)("has no calls but on Linux, and says so", (context) => {
    context.skip(process.platform === "linux", "this is Linux");
    expect(addon.facts()).toMatchObject({ segments: false, systemCallFilter: false, limits: false });
    expect(codeOf(() => addon.createSegment(1))).toBe("ENOSYS memfd_create");
    expect(codeOf(() => addon.harden(process.ppid))).toBe("ENOSYS seccomp");
  });
});
