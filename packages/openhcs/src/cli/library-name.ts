import type { Runtime } from "@openhcs/core";
import { tell, type Terminal } from "./terminal.js";

/** Says of functions of the user that are called like those of the library which is which. */
export function tellLibraryNames(terminal: Terminal, runtime: Runtime, keys: readonly string[]): void {
  for (const key of keys) {
    const name = key.replace(/^openhcs:/, "");
    if (runtime.functions.find(name) !== undefined) tell(terminal, `Note: "${name}" alone still means the function of the library; yours is ${key}.`);
  }
}
