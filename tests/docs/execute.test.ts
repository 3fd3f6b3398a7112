import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { execute } from "./execute.js";

const surroundings = { cwd: tmpdir(), env: process.env };

it("tells how a program ended, and all that it said", async () => {
  const script = "console.log('out'); console.error('err'); process.exitCode = 3";
  const { code, output } = await execute(process.execPath, ["-e", script], surroundings);
  expect([code, output.split("\n").sort()]).toEqual([3, ["", "err", "out"]]);
});

// The streams end with the last process that has them, so that what is left behind would let this wait.
it.skipIf(process.platform === "win32")("leaves nothing behind of what hangs (needs a shell)", async () => {
  const hanging = `"${process.execPath}" -e 'setInterval(() => {}, 1000)'; echo never`;
  expect(await execute("sh", ["-c", hanging], { ...surroundings, limitMs: 1_000 })).toEqual({ code: "SIGKILL", output: "" });
});
