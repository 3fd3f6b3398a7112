import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { arrayOf, describeNative, picture, withSession } from "./session.js";

const addonPath = import.meta.resolve("@openhcs/native");

describeNative("many calls at once", () => {
  it("a hundred calls keep their results apart", async () => {
    await withSession({ threads: 4 }, async (session) => {
      const calls = Array.from({ length: 100 }, (_, n) => {
        const output = arrayOf("float32", [30, 40]);
        return { output, n, done: session.run("gaussian", [arrayOf("float32", [30, 40], new Array<number>(1200).fill(n))], [output], { sigma: 1 + (n % 5) }) };
      });
      await Promise.all(calls.map(({ done }) => done));
      for (const { output, n } of calls) expect((output.data as Float32Array).every((value) => Math.abs(value - n) <= n * 1e-6)).toBe(true);
    });
  });

  it("a failed call does not disturb the others", async () => {
    await withSession({ threads: 2 }, async (session) => {
      const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, n) =>
        session.run("gaussian", [picture("float32", [20, 20])], [arrayOf("float32", [20, 20])], { sigma: n % 2 === 0 ? 1 : -1 })));
      expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual(outcomes.map((_, n) => n % 2 === 0));
    });
  });

  it("two sessions know nothing of each other", async () => {
    await withSession({ threads: 1 }, async (one) => {
      const output = arrayOf("float32", [600, 600]);
      const running = one.run("gaussian", [picture("float32", [600, 600])], [output], { sigma: 8 });
      await withSession({ threads: 1 }, (other) => other.run("gaussian", [picture("float32", [9, 9])], [arrayOf("float32", [9, 9])]));
      await running;
      expect((output.data as Float32Array).every((value) => value > 0)).toBe(true);
    });
  });
});

describeNative("shared memory", () => {
  it("is read and written in place", async () => {
    const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
    const [input, output] = [shared(64).fill(5), shared(64)];
    await withSession({ threads: 2 }, (session) => session.run("median", [{ dtype: "float32", shape: [8, 8], data: input }], [{ dtype: "float32", shape: [8, 8], data: output }], { size: 3 }));
    expect(Array.from(output)).toEqual(new Array(64).fill(5));
  });
});

describeNative("worker threads", () => {
  const script = `
    const { load } = require(new URL(${JSON.stringify(addonPath)}));
    const { parentPort, workerData } = require("node:worker_threads");
    const session = new (load().addon.Session)({ threads: 2 });
    const image = { dtype: "float32", shape: [300, 300], data: new Float32Array(90000).fill(workerData) };
    const result = { dtype: "float32", shape: [300, 300], data: new Float32Array(90000) };
    session.run("gaussian", [image], [result], { sigma: 3 }).then(() => { parentPort.postMessage(result.data[45150]); session.close(); });
  `.replace("new URL", "require('node:url').fileURLToPath");

  it("each run kernels of their own", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((value) => new Promise((resolve, reject) => {
      new Worker(script, { eval: true, workerData: value }).once("message", resolve).once("error", reject);
    })));
    expect(answers.map((answer) => Math.round(answer as number))).toEqual([1, 2, 3, 4]);
  });

  it("end in the middle of a kernel without harm", async () => {
    const endless = script.replace("sigma: 3", "sigma: 15000").replace("session.run", "parentPort.postMessage('started'); session.run");
    for (let round = 0; round < 3; round++) {
      const worker = new Worker(endless, { eval: true, workerData: 1 });
      await new Promise((resolve, reject) => { worker.once("message", resolve).once("error", reject); });
      expect(await worker.terminate()).toBe(1);
    }
    const output = arrayOf("float32", [4, 4]);
    await withSession({ threads: 1 }, (session) => session.run("gaussian", [arrayOf("float32", [4, 4], new Array<number>(16).fill(2))], [output]));
    expect((output.data as Float32Array)[0]).toBeCloseTo(2, 5);
  });
});
