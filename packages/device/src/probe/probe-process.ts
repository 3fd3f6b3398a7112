// Run in a process of its own: asks a driver for its devices, for the first touch of a driver may end the process that makes it.
import { createRequire } from "node:module";
import type { NativeDriver, NativeDriverOptions } from "@openhcs/native/device";

const [addon = "", options = "{}"] = process.argv.slice(2);

try {
  const driver = createRequire(import.meta.url)(addon) as NativeDriver;
  const chosen = JSON.parse(options) as NativeDriverOptions;
  const devices = driver.devices(chosen);
  driver.compilerVersion?.(chosen); // A device without its compiler runs nothing; throws the reason.
  answer({ devices });
} catch (error) {
  answer({ reason: error instanceof Error ? error.message : String(error) });
}

function answer(value: unknown): void {
  process.stdout.write(`\n${JSON.stringify(value)}\n`);
}
