import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, type Verdict } from "@openhcs/core";
import type { GpuHost } from "./gpu-host.js";

const entry = fileURLToPath(new URL("./probe-process.js", import.meta.url));
const timeoutMs = 10_000;
const remedy = "Install a Vulkan driver (Debian: apt-get install mesa-vulkan-drivers libvulkan1; on Debian 12 with -t bookworm-backports, for its own Mesa is too old).";

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
  probe: (choice) => new Promise((resolve) => {
    execFile(process.execPath, [entry, JSON.stringify(choice)], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const answered = read(stdout);
      if (answered !== undefined) resolve("reason" in answered ? { remedy, ...answered } : answered);
      else if (error?.killed === true) resolve({ reason: `Dawn did not answer within ${timeoutMs} ms`, remedy });
      else resolve({ reason: `Dawn ended the process that asked it (${error?.signal ?? messageOf(error)})`, remedy });
    });
  }),
  fingerprint: () => [...filesOf(process.env["VK_DRIVER_FILES"] ?? process.env["VK_ICD_FILENAMES"]), ...["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"].flatMap(filesIn)].join(";"),
};

/** The last line; drivers print what they like before it. */
function read(stdout: string): Exclude<Verdict, true> | undefined {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Exclude<Verdict, true>;
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
