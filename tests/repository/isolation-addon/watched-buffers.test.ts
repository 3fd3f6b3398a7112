import { describe, expect, it } from "vitest";
import { addon, isIsolating, page, codeOf, start } from "./workbench.js";

describe.skipIf(!isIsolating)("a watched buffer (needs Linux and the addon)", () => {
  it("is alive until the garbage collector has taken it, which is known within the same job", async () => {
    const { output } = start(`
      const descriptor = addon.createSegment(${page});
      let kept = addon.mapShared(descriptor, ${page});
      const ids = [addon.watch(kept), ...Array.from({ length: 3 }, () => addon.watch(addon.mapPrivate(descriptor, ${page})))];
      const alive = () => ids.map(addon.isAlive).join();
      const collect = () => gc();
      const all = [];
      collect(); all.push(alive());
      kept = undefined;
      collect(); all.push(alive(), alive());
      console.log(all.join(" "));`, ["--expose-gc"]);
    expect(await output).toMatchObject({ out: "true,false,false,false false,false,false,false false,false,false,false\n", complaints: "" });
  });

  it("is an ArrayBuffer, and asked about by its number", () => {
    expect(codeOf(() => addon.watch(new Uint8Array(1) as never))).toBe("EINVAL watch");
    expect(codeOf(() => addon.isAlive(0))).toBe("EINVAL isAlive");
    expect(addon.isAlive(1e9)).toBe(false);
  });
});
