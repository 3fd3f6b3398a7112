import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { FoundModes } from "./in-process.js";

const entry = fileURLToPath(new URL("./child.js", import.meta.url));
const timeoutMs = 20_000;

/** What was found stays as long as this process. */
let found: Promise<FoundModes> | undefined;

/** The modes of gpu.js that work here, asked in a process of its own: mode headlessgl loads a driver, which may end it. */
export function findModes(): Promise<FoundModes> {
  found ??= ask();
  return found;
}

/** What the modes depend on: Node, and the optional package of headlessgl. */
export function installed(): string {
  try {
    return `${process.version} ${createRequire(createRequire(import.meta.url).resolve("gpu.js")).resolve("gl")}`;
  } catch {
    return process.version;
  }
}

function ask(): Promise<FoundModes> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const answer = stdout.trimEnd().split("\n").at(-1) ?? "";
      if (answer.startsWith("{")) resolve(JSON.parse(answer) as FoundModes);
      else resolve({ reason: `gpu.js ended the process that asked it for its modes (${error?.signal ?? `exit ${error?.code ?? 0}`})`, remedy: "Remove the package gl, whose driver it loads." });
    });
  });
}
