import { fileStore } from "@openhcs/store-fs";
import { createRuntime, type OpenHcsRuntime } from "../create-runtime.js";
import { commandOptions, follow, type OpenOptions } from "./command-services.js";
import type { Terminal } from "./terminal.js";
import { trustSettings } from "./trust-settings.js";

export interface OpenFunctionsOptions extends OpenOptions {
  /** Whether the functions that the user keeps are loaded. Default true. */
  readonly withStore?: boolean;
}

/** The runtime of a command that is about custom functions: with those of the user, and what manages them. @throws InvalidSettingsError */
export async function openFunctions(terminal: Terminal, { withStore = true, ...options }: OpenFunctionsOptions = {}): Promise<OpenHcsRuntime> {
  const runtime = await createRuntime({
    ...commandOptions(terminal, options),
    stores: withStore ? [fileStore()] : [],
    customFunctions: { trust: trustSettings(), watch: false }, // A command ends before others change anything.
  });
  follow(runtime, terminal, options);
  return runtime;
}
