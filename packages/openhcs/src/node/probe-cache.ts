import type { ProbeCache, Verdict } from "@openhcs/core";
import { machineFile, readMachineFile, writeMachineFile } from "./machine-file.js";

export function probeCacheFile(folder?: string): string {
  return machineFile("probes", folder);
}

/** Verdicts of probes in a JSON file; one that cannot be read counts as empty, one that cannot be written stays as it is. */
export function fileProbeCache(file: string = probeCacheFile()): ProbeCache {
  return {
    get: (key) => verdictsIn(file)[key],
    set: (key, verdict) => void writeMachineFile(file, { ...verdictsIn(file), [key]: verdict }),
  };
}

function verdictsIn(file: string): Readonly<Record<string, Verdict>> {
  return readMachineFile(file) as Readonly<Record<string, Verdict>>;
}
