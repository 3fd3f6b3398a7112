import { readdirSync } from "node:fs";
import type { Runtime } from "@openhcs/core";
import { defaultFolder } from "@openhcs/store-fs";
import { createLibraryRuntime } from "../library-runtime.js";
import { commandOptions, follow, type OpenOptions } from "./command-services.js";
import type { Terminal } from "./terminal.js";

/** The runtime of a command that runs functions, whoever wrote them. What custom functions need is loaded where the user has any. */
export async function openRuntime(terminal: Terminal, options: OpenOptions = {}): Promise<Runtime> {
  if (keepsFunctions()) return (await import("./open-functions.js")).openFunctions(terminal, options);
  const runtime = await createLibraryRuntime(commandOptions(terminal, options));
  follow(runtime, terminal, options);
  return runtime;
}

function keepsFunctions(): boolean {
  try {
    return readdirSync(defaultFolder()).some((name) => !name.startsWith("."));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT"; // A folder that cannot be read is for its store to tell of.
  }
}
