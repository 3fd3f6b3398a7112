import { spawnSync } from "node:child_process";
import { sourceOf } from "./guest.js";

const head = `
import { closeSync, openSync, readdirSync } from "node:fs";
import { NdArray } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
const host = { run() {}, progress() {}, log() {} };
const codeOf = (error) => error.code ?? String(error);
const openFiles = () => readdirSync("/proc/self/fd").length;
/** Runs something while so many more files can be opened. */
async function scarcely(free, run) {
  const taken = [];
  try {
    for (;;) taken.push(openSync("/dev/null", "r"));
  } catch {}
  for (let i = 0; i < free; i++) closeSync(taken.pop());
  try {
    return await run();
  } finally {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    for (const file of taken) closeSync(file);
  }
}
const source = ${JSON.stringify(sourceOf("function echo(value) { return value; }\nfunction zeros(shape) { return NdArray.zeros(shape); }"))};
`;

/** Runs a script in a process that may have few files open; gives what its \`tell\` was called with. */
export function underScarcity(script: string, values: Readonly<Record<string, unknown>> = {}): unknown {
  const given = Object.entries(values).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`).join("");
  const text = `${head}${given}const tell = (what) => console.log(JSON.stringify(what));\n${script}`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", 'ulimit -n 1024 && exec "$0" "$@"', process.execPath, "--input-type=module", "-e", text], { encoding: "utf8", timeout: 250_000, cwd: import.meta.dirname });
  if (status !== 0 || stderr !== "") throw new Error(`it ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
