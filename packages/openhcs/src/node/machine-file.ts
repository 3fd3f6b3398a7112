import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { makeFolder } from "@openhcs/io";
import { cacheFolder } from "./cache-folder.js";

/** A JSON file in the cache folder, one per machine, for a home folder may be shared by several. */
export function machineFile(what: string, folder: string = cacheFolder()): string {
  return join(folder, `${what}-${hostname().replace(/[^\w.-]/g, "_")}.json`);
}

/** What was learned of the machine, by key; nothing where there is no file yet, or a damaged one: then it is learned anew. */
export function readMachineFile(file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof content === "object" && content !== null && !Array.isArray(content) ? (content as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** A home that cannot be written to costs learning it again and nothing else. Whether it could be. */
export function writeMachineFile(file: string, content: Readonly<Record<string, unknown>>): boolean {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(file));
  } catch {
    return false;
  }
  try {
    writeFileSync(temporary, JSON.stringify(content, undefined, 2));
    renameSync(temporary, file);
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}
