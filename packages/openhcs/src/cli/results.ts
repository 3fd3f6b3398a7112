import { dirname, extname } from "node:path";
import type { Runtime, Table } from "@openhcs/core";
import { makeFolder, writeFileAtomically, type Image } from "@openhcs/io";
import { csvOf } from "../table/csv.js";
import { standardStream, writeOutput } from "./images.js";
import { jsonValue, print, printJson, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

interface ResultPlan {
  readonly source: Image | undefined;
  target(component?: string): string | undefined;
  readonly isByComponent: boolean;
  /** Prints nothing but what goes to standard output by name. */
  readonly isQuiet: boolean;
}

/** Writes or prints the main value of a call, of each component where there are several; gives the paths written. */
export async function writeResults(terminal: Terminal, runtime: Runtime, value: unknown, { source, target, isByComponent, isQuiet }: ResultPlan): Promise<string[]> {
  const results = isByComponent ? Object.entries(value as object) : [[undefined, value] as const];
  const written = [];
  for (const [component, result] of results) {
    const path = target(component);
    if (path === undefined) {
      if (!isQuiet) printValue(terminal, result);
      continue;
    }
    await writeResult(terminal, runtime, path, result, source);
    written.push(path);
  }
  return written;
}

async function writeResult(terminal: Terminal, runtime: Runtime, path: string, value: unknown, source: Image | undefined): Promise<void> {
  if (path !== standardStream) makeFolder(dirname(path));
  if (isArray(runtime, value)) return writeOutput(terminal, path, await runtime.to(value, "ndarray"), source);
  if (path === standardStream) throw new UsageError("-o - takes an array; without -o the result is printed.");
  const extension = extname(path).toLowerCase();
  if (isTable(value) && extension === ".csv") return writeFileAtomically(path, csvOf(value));
  if (extension !== ".json") throw new UsageError(`this result goes to .json${isTable(value) ? " or .csv" : ""}, not to ${path}.`);
  return writeFileAtomically(path, `${JSON.stringify(value, jsonValue, 2)}\n`);
}

function printValue(terminal: Terminal, value: unknown): void {
  if (isTable(value)) print(terminal, csvOf(value));
  else if (typeof value === "object") printJson(terminal, value);
  else print(terminal, String(value));
}

/** Outputs as plain data: arrays by what is known of them. */
export function plainOutputs(runtime: Runtime, outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, isArray(runtime, value) ? runtime.spec(value) : value]));
}

function isArray(runtime: Runtime, value: unknown): boolean {
  return [...runtime.memoryTypes].some((type) => type.is(value));
}

/** Columns of one length. */
function isTable(value: unknown): value is Table {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const lengths = Object.values(value).map((column) => (Array.isArray(column) || ArrayBuffer.isView(column) ? (column as unknown as { length: number }).length : undefined));
  return lengths.length > 0 && lengths.every((length) => length !== undefined && length === lengths[0]);
}
