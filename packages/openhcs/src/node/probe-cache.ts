import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { ProbeCache, Verdict } from "@openhcs/core";
import { makeFolder } from "@openhcs/io";
import { cacheFolder } from "./cache-folder.js";

type Verdicts = Readonly<Record<string, Verdict>>;

/** One file per machine, for a home folder may be shared by several. */
export function probeCacheFile(folder: string = cacheFolder()): string {
  return join(folder, `probes-${hostname().replace(/[^\w.-]/g, "_")}.json`);
}

/** Verdicts of probes in a JSON file; one that cannot be read counts as empty, one that cannot be written stays as it is. */
export function fileProbeCache(file: string = probeCacheFile()): ProbeCache {
  return {
    get: (key) => read(file)[key],
    set: (key, verdict) => write(file, { ...read(file), [key]: verdict }),
  };
}

function read(file: string): Verdicts {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof content === "object" && content !== null && !Array.isArray(content) ? (content as Verdicts) : {};
  } catch {
    return {}; // No cache yet, or a damaged one: the backends are asked again.
  }
}

/** A home that cannot be written to costs a probe per start and nothing else. */
function write(file: string, verdicts: Verdicts): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(file));
  } catch {
    return;
  }
  try {
    writeFileSync(temporary, JSON.stringify(verdicts, undefined, 2));
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
