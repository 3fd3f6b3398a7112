import { describe, expect, it } from "vitest";
import { addon, isIsolating, MiB, bytesOf, codeOf, start, hear } from "./workbench.js";

describe.skipIf(!isIsolating)("limits from outside (need Linux and the addon)", () => {
  it("stop what a child allocates, and can be raised again", async () => {
    const { id, socket, output } = start(`
      const arrays = [];
      const fill = () => { try { while (arrays.length < 16) arrays.push(new ArrayBuffer(${64 * MiB})); } catch {} return new Uint8Array([arrays.length]); };
      addon.send(3, new TextEncoder().encode(/VmData:\\s*(\\d+)/.exec(require("node:fs").readFileSync("/proc/self/status", "utf8"))[1]), 0, []);
      for (let round = 0; round < 2; round++) { addon.receive(3, new Uint8Array(1)); addon.send(3, fill(), 0, []); }`);
    const used = Number(hear(socket)) * 1024;
    const fillUpTo = (dataBytes: number) => {
      addon.setLimits(id, { dataBytes });
      addon.send(socket, bytesOf("x"), 0, []);
      return hear(socket).charCodeAt(0);
    };
    const first = fillUpTo(used + 400 * MiB);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(6);
    expect(fillUpTo(used + 2048 * MiB)).toBe(16);
    await output;
  });

  it("are set on a living child alone, to numbers", async () => {
    expect(codeOf(() => addon.setLimits(process.pid, { dataBytes: MiB }))).toBe("ECHILD waitid");
    expect(codeOf(() => addon.setLimits(0, {}))).toBe("EINVAL setLimits");
    expect(codeOf(() => addon.setLimits(process.pid, undefined as never))).toBe("EINVAL setLimits");
    expect(codeOf(() => addon.setLimits(process.pid, { openFiles: -1 }))).toBe("EINVAL setLimits");
    expect(codeOf(() => addon.setLimits(process.pid, { cpuSeconds: "1" as never }))).toBe("EINVAL setLimits");
    const { id, output } = start("");
    await output;
    expect(codeOf(() => addon.setLimits(id, { dataBytes: MiB }))).toBe("ECHILD waitid");
  });
});
