import { allocateWith, isOpenHcsError, NdArray } from "@openhcs/core";
import { Isolation, type GuestHost } from "@openhcs/isolation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bomb } from "./bomb.js";
import { floods } from "./floods.js";
import { collectGarbage, isRunning, openDescriptors } from "./footprint.js";
import { memory } from "./memory.js";
import { time } from "./time.js";
import { watch, type Watch } from "./watch.js";

const mib = 2 ** 20;
const limits = { timeoutMs: 1_000, memoryBytes: 256 * mib, arrayBytes: 256 * mib };

/** Of those that are to meet the limit of memory before that of time. */
const scarce = { timeoutMs: 2_500, memoryBytes: 96 * mib, arrayBytes: 64 * mib };

const { level, reason } = new Isolation().facts;
const ways = [
  { name: "with all that this machine offers", options: {}, lacks: level === "full" ? undefined : (reason ?? "not there") },
  { name: "without the addon", options: { native: "off" }, lacks: undefined },
] as const;

const imports = ["NdArray", "run", "progress"].map((imported) => ({ from: "openhcs", imported, local: imported }));
const sourceOf = ({ name, top = "", body }: Bomb) => ({ filename: "bomb.ts", code: `${top}\nasync function bomb(image) { ${body}\n}`, imports, names: ["bomb"], hash: `bomb: ${name}` });
const innocent = { filename: "innocent.ts", code: "function add(image, x) { return image.data[1] + x; }", imports: [], names: ["add"], hash: "innocent" };

const host: Omit<GuestHost, "limits"> = {
  async run(key, args, allocator) {
    if (key === "never") return new Promise(() => {});
    if (key === "none") return null;
    if (key === "large") return allocateWith(allocator, () => NdArray.zeros([1024, 1024]));
    return args[0];
  },
  progress: () => {},
  log: () => {},
};

describe.each(ways)("a guest $name", ({ options, lacks }) => {
  describe.skipIf(lacks !== undefined)(lacks === undefined ? "takes nobody with it" : `takes nobody with it (${lacks})`, () => {
    let isolation: Isolation;
    let image: NdArray;
    let watched: Watch;
    let descriptors: number | undefined;
    const started = new Set<number>();

    beforeAll(async () => {
      descriptors = openDescriptors();
      isolation = new Isolation({ ...options, maxChildren: 8 });
      image = isolation.share(NdArray.full([128, 128], 2));
      await isolation.warm();
      watched = watch();
    });
    afterAll(async () => {
      watched.stop();
      await isolation[Symbol.asyncDispose]();
    });

    const ask = async (x: number) => expect(await isolation.call(innocent, "add", [image, x], host)).toBe(2 + x);

    describe.concurrent("where it", () => {
      for (const bomb of [...time, ...memory.map((bomb) => ({ ...bomb, limits: { ...scarce, ...bomb.limits } })), ...floods]) {
        const skipped = "native" in options ? bomb.needsAddon : undefined;
        it.skipIf(skipped !== undefined)(skipped === undefined ? bomb.name : `${bomb.name} (${skipped})`, async () => {
          watched.goingOn.add(bomb.name);
          let isOver = false;
          const end = isolation.call(sourceOf(bomb), "bomb", [image], { ...host, limits: { ...limits, ...bomb.limits } }).then((value) => {
            for (const array of Array.isArray(value) ? new Set(value) : [value]) if (array instanceof NdArray) array.dispose();
            return "result";
          }, (error: unknown) => {
            // One that does not compile goes off nowhere.
            if (isOpenHcsError(error, "GUEST_FAILED") && error.errorName === "SyntaxError" && !error.message.includes("JSON")) return `it is none: ${error.message}`;
            return isOpenHcsError(error) ? error.code : `an error that is none of ours: ${String(error)}`;
          }).finally(() => { isOver = true; });
          for (let x = 0; !isOver; x++) {
            await ask(x);
            for (const { pid } of isolation.children()) if (pid !== undefined) started.add(pid);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          watched.goingOn.delete(bomb.name);
          expect(bomb.ends).toContain(await end);
          await ask(-1);
        });
      }
    });

    it("leaves the host its memory", () => {
      expect(watched.grown.bytes / mib, `MiB, while a guest ${watched.grown.during}`).toBeLessThan(1024);
    });

    it("leaves the host its time", () => {
      expect(watched.busy.ms, `ms without a turn, while a guest ${watched.busy.during}`).toBeLessThan(1_000);
    });

    it("leaves its input as it is", () => {
      expect(image.data.every((x) => x === 2)).toBe(true);
    });

    it("leaves nothing behind", async () => {
      image.dispose();
      await isolation[Symbol.asyncDispose]();
      // Nobody disposes of what the library made for guests that were ended.
      await collectGarbage(() => isolation.memory().segments === 0);
      expect([...started].filter(isRunning)).toEqual([]);
      expect(isolation.memory()).toEqual({ segments: 0, bytes: 0 });
      if (descriptors !== undefined) expect(openDescriptors()).toBeLessThanOrEqual(descriptors + 2);
    });
  });
});
