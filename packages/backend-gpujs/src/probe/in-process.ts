import { messageOf, type Unavailable } from "@openhcs/core";
import { loadGpuJs } from "../engine/load.js";
import { workingModes, type Mode } from "../engine/modes.js";

/** The modes of gpu.js that work here, best first; or why there are none. */
export type FoundModes = { readonly working: readonly Mode[] } | Unavailable;

export async function findModes(): Promise<FoundModes> {
  try {
    return { working: await workingModes((await loadGpuJs()).GPU) };
  } catch (error) {
    return { reason: `gpu.js cannot be loaded: ${messageOf(error)}`, remedy: "Install gpu.js again." };
  }
}

/** In a browser there is nothing that could be installed. */
export function installed(): string {
  return "browser";
}
