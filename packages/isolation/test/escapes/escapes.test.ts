import { Isolation } from "@openhcs/isolation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { all } from "./all.js";
import type { Attempt } from "./attempt.js";
import { layBaits, type Baits } from "./bait.js";
import { Attempts } from "./run-attempts.js";
import { verdict } from "./verdict.js";

const { level, reason } = new Isolation().facts;
const ways = [
  { name: "with all that this machine offers", options: {}, lacks: level === "full" ? undefined : (reason ?? "not there") },
  { name: "without the addon", options: { native: "off" }, lacks: undefined },
] as const;

/** Why an attempt says nothing about a way, in parentheses for the test's name. */
const reasonToSkip = ({ needsSegments }: Attempt, native: boolean) => (needsSegments === undefined || native ? undefined : needsSegments);

describe.each(ways)("a guest $name", ({ options, lacks }) => {
  describe.skipIf(lacks !== undefined)(lacks === undefined ? "is contained" : `is contained (${lacks})`, () => {
    let baits: Baits;
    let isolation: Isolation;
    beforeAll(async () => {
      baits = await layBaits();
      isolation = new Isolation({ ...options, maxChildren: 2 });
    });
    afterAll(async () => {
      await isolation[Symbol.asyncDispose]();
      await baits.close();
    });

    describe.each(Object.entries(all))("where it tries %s", (_, attempts) => {
      let runs: Attempts;
      beforeAll(() => {
        runs = new Attempts(isolation, attempts, baits.bait);
      });
      for (const attempt of attempts) {
        const skipped = reasonToSkip(attempt, !("native" in options));
        it.skipIf(skipped !== undefined)(skipped === undefined ? `and ${attempt.name}` : `and ${attempt.name} (${skipped})`, async () => {
          expect(verdict(attempt, await runs.run(attempt), baits.secrets)).toBeUndefined();
        });
      }
    });

    it("has reached no server", () => {
      expect(baits.visitors()).toBe(0);
    });

    it("serves others afterwards", async () => {
      const source = { filename: "honest.ts", code: "function twice(x) { return 2 * x; }", imports: [], names: ["twice"], hash: "honest" };
      const host = { run: async () => undefined, progress: () => {}, log: () => {} };
      expect(await isolation.call(source, "twice", [21], host)).toBe(42);
      for (const { pid } of isolation.children()) expect(() => process.kill(pid as number, 0)).not.toThrow();
    });
  });
});
