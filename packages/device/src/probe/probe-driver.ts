import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { NativeDeviceFacts, NativeDriverOptions } from "@openhcs/native/device";

/** The devices of a driver, or why there are none. */
export type DriverAnswer = { readonly devices: readonly NativeDeviceFacts[] } | { readonly reason: string };

const entry = fileURLToPath(new URL("./probe-process.js", import.meta.url));

/** Devices that were found, by what was asked: they stay as long as this process, which a second question would cost 50 ms and more. */
const found = new Map<string, DriverAnswer>();

/** Asks a driver for its devices in a process of its own, so that a driver that crashes or hangs costs that process. Never rejects. */
export async function probeDriver(addonPath: string, options: NativeDriverOptions = {}, { timeoutMs = 10_000 } = {}): Promise<DriverAnswer> {
  const question = JSON.stringify([addonPath, options]);
  const known = found.get(question);
  if (known !== undefined) return known;
  const answer = await ask([addonPath, JSON.stringify(options)], timeoutMs);
  if ("devices" in answer) found.set(question, answer);
  return answer;
}

function ask(question: readonly string[], timeoutMs: number): Promise<DriverAnswer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...question], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
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
