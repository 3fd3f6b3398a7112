import { describe, expect, test } from "vitest";
import { underScarcity } from "./scarce.js";
import { noNative, processWays } from "./ways.js";

/** Up to here `spawn` fails before it opens anything; a little beyond, Node itself leaves pipes of a process that did not start open. */
const harmless = 3;

describe.skipIf(process.platform !== "linux").each(processWays)("where few files can be opened (Linux tells which are open), $name", ({ options }) => {
  test("a call runs or fails with a typed error, this process lives on, and no descriptor stays behind", () => {
    const outcomes = underScarcity(`
      const outcomeOf = async (free) => {
        const isolation = new Isolation({ ...options, spares: 0 });
        const outcome = await scarcely(free, () => isolation.call(source, "echo", [1], host).catch(codeOf));
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

test.skipIf(process.platform !== "linux")("where the pool cannot even be loaded, a call says so, and closing finds nothing to end", () => {
  expect(underScarcity(`
    const isolation = new Isolation();
    const code = await scarcely(0, () => isolation.call(source, "echo", [1], host).catch(codeOf));
    await isolation[Symbol.asyncDispose]();
    tell(code);
  `)).toBe("ISOLATION_UNAVAILABLE");
});

describe.skipIf(noNative !== undefined)(`where no segment can be made${noNative === undefined ? "" : ` (${noNative})`}`, () => {
  test("a guess at what comes next harms neither a call nor the child that ran it", () => {
    expect(underScarcity(`
      const isolation = new Isolation({ spares: 0 });
      await isolation.call(source, "zeros", [[9]], host);
      const outcome = await scarcely(1, async () => {
        // The only descriptor is the result's: none is left for another like it, which the next call might ask for.
        const result = await isolation.call(source, "zeros", [[512, 512]], host).catch(codeOf);
        await isolation.evaluate(source);
        return [result.size ?? result, isolation.children().map(({ busy }) => busy)];
      });
      await isolation[Symbol.asyncDispose]();
      tell(outcome);
    `)).toEqual([512 * 512, [false]]);
  });

  test("a source is evaluated, and its child is free afterwards", () => {
    expect(underScarcity(`
      const isolation = new Isolation({ spares: 0 });
      await isolation.evaluate(source);
      await isolation.reserve([512, 512]);
      // The child gets the free segment, and another one would take its place.
      const outcome = await scarcely(0, () => isolation.evaluate(source).catch(codeOf));
      const busy = isolation.children().map(({ busy }) => busy);
      await isolation[Symbol.asyncDispose]();
      tell([outcome ?? null, busy]);
    `)).toEqual([null, [false]]);
  });

  test("an array that is to be shared fails with a typed error", () => {
    expect(underScarcity(`
      const isolation = new Isolation({ spares: 0 });
      const image = NdArray.zeros([300, 300]);
      await isolation.call(source, "echo", [1], host); // Without an array: a segment that is being zeroed has one descriptor more for a while.
      const codes = await scarcely(0, async () => [
        ...[() => isolation.share(NdArray.zeros([512, 512])), () => isolation.zeros([600, 600])].map((make) => { try { return make(); } catch (error) { return codeOf(error); } }),
        await isolation.reserve([700, 700]).catch(codeOf),
        await isolation.call(source, "echo", [NdArray.zeros([800, 800])], host).catch(codeOf),
        await isolation.call(source, "zeros", [[900, 900]], host).catch(codeOf),
      ]);
      codes.push((await isolation.call(source, "echo", [image], host)).size);
      await isolation[Symbol.asyncDispose]();
      tell(codes);
    `)).toEqual(["OUT_OF_MEMORY", "OUT_OF_MEMORY", "OUT_OF_MEMORY", "OUT_OF_MEMORY", "OUT_OF_MEMORY", 300 * 300]);
  });
});
