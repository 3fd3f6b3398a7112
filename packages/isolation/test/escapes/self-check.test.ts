import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layBaits, type Baits } from "./bait.js";
import { all } from "./all.js";
import { Attempts } from "./run-attempts.js";
import { lookAt, unprotected } from "./unprotected.js";
import { verdict } from "./verdict.js";

describe("an unprotected runner", () => {
  let baits: Baits;
  const folder = process.cwd();
  const events = ["unhandledRejection", "uncaughtException"] as const;
  const listeners = events.map((event) => process.listeners(event as "uncaughtException"));

  beforeAll(async () => {
    baits = await layBaits();
    // Attempts leave rejections behind, which a careless host looks at.
    for (const event of events) process.removeAllListeners(event).on(event, lookAt);
  });
  afterAll(async () => {
    await setTimeout(100); // What attempts left running rejects before others listen again.
    for (const [at, event] of events.entries()) {
      process.removeAllListeners(event);
      for (const listener of listeners[at] ?? []) process.on(event as "uncaughtException", listener);
    }
    process.chdir(folder);
    await baits.close();
  });

  it.each(Object.entries(all))("lets every attempt of %s escape that can show it", async (_, attempts) => {
    const able = attempts.filter(({ harmful }) => harmful === undefined);
    const runs = new Attempts(unprotected(), able, baits.bait);
    const contained: string[] = [];
    for (const attempt of able) {
      const gained = verdict(attempt, await runs.run(attempt), baits.secrets);
      if (gained === undefined && attempt.unproven === undefined) contained.push(attempt.name);
    }
    expect(contained, contained.join("; ")).toEqual([]);
  });
});
