import type { Cost, CostBook } from "@openhcs/core";
import { machineFile, readMachineFile, writeMachineFile } from "./machine-file.js";

export function costBookFile(folder?: string): string {
  return machineFile("costs", folder);
}

/** Measured costs in a JSON file, read once. What cannot be read counts as not measured, a file that cannot be written lasts as long as the book. */
export function fileCostBook(file: string = costBookFile()): CostBook {
  let costs: Map<string, Cost> | undefined;
  const known = () => (costs ??= readCosts(file));
  return {
    get: (key) => known().get(key),
    put(measured) {
      const all = new Map([...readCosts(file), ...measured]); // Another process may have measured too.
      for (const [key, cost] of all) known().set(key, cost);
      writeMachineFile(file, Object.fromEntries(all));
    },
  };
}

function readCosts(file: string): Map<string, Cost> {
  return new Map(Object.entries(readMachineFile(file)).flatMap(([key, cost]): [string, Cost][] => {
    const { latencyUs, gbPerSec } = (cost ?? {}) as { readonly latencyUs?: unknown; readonly gbPerSec?: unknown };
    // JSON has no infinity: what touches no bytes is written as null.
    const rate = gbPerSec === null ? Infinity : gbPerSec;
    return typeof latencyUs === "number" && typeof rate === "number" ? [[key, { latencyUs, gbPerSec: rate }]] : [];
  }));
}
