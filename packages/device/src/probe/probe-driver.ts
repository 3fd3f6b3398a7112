import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { NativeDeviceFacts, NativeDriverOptions } from "@openhcs/native/device";

/** The devices of a driver, or why there are none. */
export type DriverAnswer = { readonly devices: readonly NativeDeviceFacts[] } | { readonly reason: string };

const entry = fileURLToPath(new URL("./probe-process.js", import.meta.url));

/** Asks a driver for its devices in a process of its own, so that a driver that crashes or hangs costs that process. Never rejects. */
export function probeDriver(addonPath: string, options: NativeDriverOptions = {}, { timeoutMs = 10_000 } = {}): Promise<DriverAnswer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, addonPath, JSON.stringify(options)], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const answered = read(stdout);
      if (answered !== undefined) resolve(answered);
      else if (error?.killed === true) resolve({ reason: `the driver did not answer within ${timeoutMs} ms` });
      else resolve({ reason: `the driver ended the process that asked it (${error?.signal ?? `exit ${error?.code ?? 0}`})` });
    });
  });
}

/** The last line; drivers print what they like before it. */
function read(stdout: string): DriverAnswer | undefined {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as DriverAnswer;
  } catch {
    return undefined;
  }
}
