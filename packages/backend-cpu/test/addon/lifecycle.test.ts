import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { addon, arrayOf, describeNative, picture, withSession } from "./session.js";

/** Seconds of work on any machine. */
const long = { sigma: 15_000 };
const image = picture("float32", [2000, 2000]);
const tasks = "/proc/self/task";
const output = () => arrayOf("float32", image.shape);

describeNative("cancelling", () => {
  it("stops a kernel in the middle", async () => {
    await withSession({ threads: 2 }, async (session) => {
      const cancel = new Int32Array(1);
      const running = session.run("gaussian", [image], [output()], long, cancel);
      await setTimeout(30);
      cancel[0] = 1;
      await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
    });
  });

  it("a call that waits never starts it", async () => {
    await withSession({ threads: 1 }, async (session) => {
      const [first, second] = [new Int32Array(1), new Int32Array([1])];
      const running = session.run("gaussian", [image], [output()], long, first);
      const waiting = output();
      const never = session.run("gaussian", [image], [waiting], { sigma: 1 }, second);
      first[0] = 1;
      await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
      await expect(never).rejects.toMatchObject({ code: "CANCELLED" });
      expect((waiting.data as Float32Array).every((value) => value === 0)).toBe(true);
    });
  });
});

describeNative("closing a session", () => {
  it("stops what runs, drops what waits and refuses what comes", async () => {
    const session = new addon.Session({ threads: 2 });
    const outcomes = Promise.allSettled(Array.from({ length: 5 }, () => session.run("gaussian", [image], [output()], long)));
    await setTimeout(20);
    session.close();
    session.close();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: { code: "CANCELLED" } });
    await expect(session.run("gaussian", [image], [output()])).rejects.toMatchObject({ code: "CLOSED" });
  });

  it.skipIf(!existsSync(tasks))("gives the threads back (told by Linux)", async () => {
    const count = () => readdirSync(tasks).length;
    // Node starts threads of its own when it pleases, and the system shows one for a moment after it was joined.
    const few = 8;
    const before = count();
    await withSession({ threads: 20 }, () => expect(count() - before).toBeGreaterThan(20 - few));
    for (let i = 0; i < 50; i++) await withSession({ threads: 8 }, (session) => session.run("gaussian", [arrayOf("float32", [2, 2])], [arrayOf("float32", [2, 2])]));
    await expect.poll(() => count() - before).toBeLessThan(few);
  });
});

describeNative("a process", () => {
  const run = async (script: string) => {
    const preamble = `
      const { load } = require(${JSON.stringify(fileURLToPath(import.meta.resolve("@openhcs/native")))});
      const session = new (load().addon.Session)({ threads: 2 });
      const image = { dtype: "float32", shape: [2000, 2000], data: new Float32Array(4e6) };
      const start = (parameters) => session.run("gaussian", [image], [{ ...image, data: new Float32Array(4e6) }], parameters);
    `;
    const child = spawn(process.execPath, ["-e", preamble + script], { stdio: ["ignore", "pipe", "inherit"] });
    const [output, [code, signal]] = await Promise.all([child.stdout.toArray(), once(child, "exit")]);
    return { output: Buffer.concat(output as Buffer[]).toString(), code, signal };
  };

  it("ends in the middle of a kernel without harm", async () => {
    expect(await run("start({ sigma: 15000 }); setTimeout(() => process.exit(7), 40);")).toMatchObject({ code: 7, signal: null });
  });

  it("lives until its calls are done", async () => {
    expect(await run("start({ sigma: 2 }).then(() => console.log('done'));")).toEqual({ output: "done\n", code: 0, signal: null });
  });

  it("is not kept alive by a session without calls", async () => {
    expect(await run("console.log(session.threads);")).toEqual({ output: "2\n", code: 0, signal: null });
  });
});
