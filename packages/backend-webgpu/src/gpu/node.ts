import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, type Verdict } from "@openhcs/core";
import type { GpuHost } from "./gpu-host.js";
import { vulkanRemedy } from "./vulkan-remedy.js";

const entry = fileURLToPath(new URL("./probe-process.js", import.meta.url));
const timeoutMs = 10_000;

type Answer = Exclude<Verdict, true>;

/** Devices that were found, by what was asked: they stay as long as this process, which a second question would cost half a second. */
const found = new Map<string, Answer>();

/** Dawn. Its object must outlive every device that came from it, and one serves all. */
let dawn: Promise<GPU> | undefined;

async function open(): Promise<GPU> {
  const { create, globals } = await import("webgpu");
  for (const [name, value] of Object.entries(globals)) if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return create([]);
}

/** WebGPU by Dawn, whose first touch is in a process of its own. */
export const host: GpuHost = {
  async gpu() {
    dawn ??= open();
    return dawn;
  },
  async probe(choice) {
    const question = JSON.stringify(choice);
    const answer = found.get(question) ?? await ask(question);
    if ("devices" in answer) found.set(question, answer);
    return answer;
  },
  fingerprint: () => [...filesOf(process.env["VK_DRIVER_FILES"] ?? process.env["VK_ICD_FILENAMES"]), ...["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"].flatMap(filesIn)].join(";"),
};

function ask(question: string): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, question], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const answered = read(stdout);
      if (answered !== undefined) resolve("reason" in answered ? { remedy: vulkanRemedy, ...answered } : answered);
      else if (error?.killed === true) resolve({ reason: `Dawn did not answer within ${timeoutMs} ms`, remedy: vulkanRemedy });
      else resolve({ reason: `Dawn ended the process that asked it (${error?.signal ?? messageOf(error)})`, remedy: vulkanRemedy });
    });
  });
}

/** The last line; drivers print what they like before it. */
function read(stdout: string): Answer | undefined {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Answer;
  } catch {
    return undefined;
  }
}

/** The registered drivers, by file and date; elsewhere than on Linux the variables alone must do. */
function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().map((file) => `${file}:${statSync(join(folder, file)).mtimeMs}`);
  } catch {
    return [];
  }
}

function filesOf(variable: string | undefined): readonly string[] {
  return variable === undefined ? [] : [variable];
}
