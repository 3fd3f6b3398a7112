import { describe, expect, test } from "vitest";
import { underScarcity } from "./scarce.js";
import { processWays } from "./ways.js";

/** Up to here `spawn` fails before it opens anything; a little beyond, Node itself leaves pipes of a process that did not start open. */
const harmless = 3;

describe.skipIf(process.platform !== "linux").each(processWays)("where few files can be opened (Linux tells which are open), $name", { timeout: 60_000 }, ({ options }) => {
  test("a call runs or fails with a typed error, this process lives on, and no descriptor stays behind", () => {
    const outcomes = underScarcity(`
      const outcomeOf = async (free) => {
        const isolation = new Isolation({ ...options, spares: 0 });
        const outcome = await scarcely(free, () => isolation.call(source, "f", [], host).catch(codeOf));
        await isolation[Symbol.asyncDispose]();
        return outcome;
      };
      await outcomeOf(40);
      const before = openFiles();
      const outcomes = [];
      for (let free = 0; free < 9; free++) outcomes.push([free, await outcomeOf(free), openFiles() - before]);
      tell(outcomes);
    `, { options }) as [number, unknown, number][];
    expect(new Set(outcomes.map(([, outcome]) => outcome))).toEqual(new Set(["ISOLATION_UNAVAILABLE", 1]));
    expect(outcomes.filter(([free]) => free <= harmless).map(([, , left]) => left)).toEqual([0, 0, 0, 0]);
  });
});
