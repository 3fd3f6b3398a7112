import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { hasWebGpu, inOrder, navigatorGpu } from "../engine/modes.js";
import type { FoundModes } from "./in-process.js";

const entry = fileURLToPath(new URL("./child.js", import.meta.url));
const timeoutMs = 20_000;

/** What was found stays as long as this process. */
let found: Promise<FoundModes> | undefined;

/** The modes of gpu.js that work here, asked in a process of its own: mode headlessgl loads a driver, which may end it. */
export async function findModes(): Promise<FoundModes> {
  found ??= ask();
  const [answer, webgpu] = await Promise.all([found, hasWebGpu()]);
  return "working" in answer && webgpu ? { working: inOrder([...answer.working, "webgpu"]) } : answer;
}

/** What the modes depend on: Node, `navigator.gpu`, and the optional package of headlessgl. */
export function installed(): string {
  const here = `${process.version} ${navigatorGpu() === undefined ? "" : "webgpu"}`;
  try {
    return `${here} ${createRequire(createRequire(import.meta.url).resolve("gpu.js")).resolve("gl")}`;
  } catch {
    return here;
  }
}

async function ask(): Promise<FoundModes> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const answer = stdout.trimEnd().split("\n").at(-1) ?? "";
      if (answer.startsWith("{")) resolve(JSON.parse(answer) as FoundModes);
      else resolve({ reason: `gpu.js ended the process that asked it for its modes (${error?.signal ?? `exit ${error?.code ?? 0}`})`, remedy: "Remove the package gl, whose driver it loads." });
    });
  });
}
