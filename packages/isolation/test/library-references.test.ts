import { NdArray, progress, type FunctionDefinition } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { isRunning } from "./bombs/footprint.js";
import { functionOf, Listener } from "./guest.js";
import { processWays } from "./ways.js";

/** Takes minutes. */
const endless = { inputs: (): { image: NdArray } => ({ image: noise([512, 512]) }), parameters: { convention: "scipy", size: 1001, mode: "reflect", cval: 0 } };

function noise(shape: readonly number[]): NdArray {
  let state = 1;
  return NdArray.zeros(shape).map(() => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647);
}

function here(name: string, inputs: Record<string, unknown>, parameters: Record<string, unknown>): unknown {
  const { reference } = functions.find((definition) => definition.name === name) as FunctionDefinition;
  return reference(inputs as never, parameters as never, { progress } as never);
}

describe.each(processWays)("references of the library, $name", ({ options }) => {
  const isolation = new Isolation(options);
  afterAll(() => isolation[Symbol.asyncDispose]());

  test.each([
    ["gaussian", { convention: "scipy", sigma: 2, order: 0, mode: "reflect", cval: 0, truncate: 4 }],
    ["median", { convention: "scipy", size: 3, mode: "reflect", cval: 0 }],
    ["invert", {}],
    ["thresholdOtsu", {}],
    ["splitTouchingObjects", { smooth: 1, minDistance: 5 }],
    ["fftConvolve", { kernel: [[1, 2], [3, 4]], centered: false }],
  ])("%s gives what it gives in this process", async (name, parameters) => {
    for (const shape of [[20, 30], [200, 200]]) {
      const inputs = { image: isolation.share(noise(shape)) };
      const values = (result: unknown): unknown => (result instanceof NdArray ? [result.dtype, result.shape, [...result.data]] : result);
      expect(values(await isolation.reference(name, inputs, parameters))).toEqual(values(await here(name, inputs, parameters)));
    }
  });

  test.each([
    ["thresholdOtsu", { image: NdArray.full([3, 3], NaN) }, {}, "NO_THRESHOLD"],
    ["labelStatistics", { labels: NdArray.full([3, 3], 2 ** 31 - 1, "int32"), intensity: NdArray.zeros([3, 3]) }, {}, "INVALID_ARGUMENT"],
  ])("what %s refuses it refuses in the same words", async (name, inputs, parameters, code) => {
    const refusal = async (run: () => unknown): Promise<unknown> => {
      try {
        return await run();
      } catch (error) {
        return { ...(error as Error), name: (error as Error).name, message: (error as Error).message };
      }
    };
    const there = await refusal(() => isolation.reference(name, inputs, parameters));
    expect(there).toEqual(await refusal(() => here(name, inputs, parameters)));
    expect(there).toMatchObject({ code });
  });

  test.each(['{ "__proto__": { "polluted": 1 }, "size": "x" }', '{ "size": 1e300 }', '{ "footprint": { "shape": "disk", "radius": 1e9 } }'])(
    "parameters that nobody checked, such as %s, end the reference and nothing else",
    async (parameters) => {
      const ended = isolation.reference("median", { image: noise([3, 3]) }, { convention: "scipy", mode: "reflect", ...JSON.parse(parameters) }, { limits: { timeoutMs: 3_000 } });
      await expect(ended).rejects.toMatchObject({ code: expect.stringMatching(/^GUEST_/) as string });
      expect({}).not.toHaveProperty("polluted");
      expect(await isolation.reference("invert", { image: noise([3, 3]) }, {})).toBeInstanceOf(NdArray);
    },
  );

  test("one that takes too long is stopped, while this process goes on", async () => {
    let turns = 0;
    const timer = setInterval(() => { turns++; }, 10);
    const stopped = isolation.reference("median", endless.inputs(), endless.parameters, { limits: { timeoutMs: 1_500 } });
    await expect(stopped).rejects.toMatchObject({ code: "GUEST_TIMED_OUT" });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });

  test("one that its caller wants no more is stopped", async () => {
    const controller = new AbortController();
    const stopped = isolation.reference("median", endless.inputs(), endless.parameters, { signal: controller.signal });
    setTimeout(() => controller.abort(), 500);
    await expect(stopped).rejects.toMatchObject({ code: "ABORTED" });
    expect(isolation.children().filter(({ busy }) => busy)).toEqual([]);
  });

  test("one that makes more arrays than its caller may hold is refused", async () => {
    const limits = { arrayBytes: 2 ** 20, memoryBytes: 64 * 2 ** 20 };
    const image = isolation.share(NdArray.full([1024, 1024], 1));
    await expect(isolation.reference("invert", { image }, {}, { limits })).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY" });
    image.dispose();
  });

  test("one for a call that may use little runs in a child that may use little", async () => {
    const own = new Isolation(options);
    const limits = { memoryBytes: 48 * 2 ** 20, arrayBytes: 16 * 2 ** 20 };
    expect(await own.reference("invert", { image: noise([20, 20]) }, {}, { limits })).toBeInstanceOf(NdArray);
    // A table of a million rows.
    const hungry = own.reference("labelStatistics", { labels: NdArray.full([3, 3], 2 ** 20, "int32"), intensity: NdArray.zeros([3, 3]) }, {}, { limits });
    await expect(hungry).rejects.toMatchObject({ code: "GUEST_OUT_OF_MEMORY" });
    await own[Symbol.asyncDispose]();
  });

  test("the isolation's end is theirs: no process is left, and no segment", async () => {
    const closing = new Isolation(options);
    const image = closing.share(noise([256, 256]));
    const idle = await closing.reference("invert", { image }, {}) as NdArray;
    const running = closing.reference("median", endless.inputs(), endless.parameters).catch((error: unknown) => (error as { code?: string }).code);
    while (closing.children().filter(({ busy }) => busy).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const called = closing.call(functionOf("for (;;);"), "f", [], new Listener()).catch((error: unknown) => (error as { code?: string }).code);
    const pids = closing.children().map(({ pid }) => pid as number);
    await closing[Symbol.asyncDispose]();
    expect(pids.filter(isRunning)).toEqual([]);
    expect(await running).toBe("GUEST_DIED");
    expect(["GUEST_DIED", "ISOLATION_UNAVAILABLE"]).toContain(await called);
    await expect(closing.reference("invert", { image }, {})).rejects.toMatchObject({ code: "ISOLATION_UNAVAILABLE" });
    for (const array of [image, idle]) array.dispose();
    expect(closing.memory()).toEqual({ segments: 0, bytes: 0 });
    expect(closing.children()).toEqual([]);
  });
});
