// Entry of the process in which a library is scanned, so that what hangs or crashes there is none of the host's.
import { Worker } from "node:worker_threads";
import { libraryOf, messageOf, scanSteps } from "@openhcs/core";
import { scanMark, type ScanMessage, type ScanRequest } from "./scan-messages.js";

Reflect.set(globalThis, scanMark, true);
new Worker(new URL("./scan-watch.js", import.meta.url), { workerData: process.ppid }).unref();

const say = (message: ScanMessage) => new Promise<void>((resolve) => { process.send?.(message, () => resolve()); });

process.once("message", (request: ScanRequest) => {
  scan(request).catch((error: unknown) => say({ failure: messageOf(error) })).finally(() => process.exit());
});
process.on("disconnect", () => process.exit());

async function scan({ module, options, limits, done }: ScanRequest): Promise<void> {
  const library = libraryOf(module, await import(module), options);
  for await (const step of scanSteps(library, limits, done)) await say({ step });
  await say({ finished: true });
}
