import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../packages/openhcs/dist/start/main.js", import.meta.url));

export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const newFolder = () => mkdtemp(join(tmpdir(), "openhcs-start-"));

/** What `npm start -- <arguments>` runs. */
export function start(args: readonly string[], cwd: string): Promise<Ending> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd, maxBuffer: 1e8 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
  });
}

/** The rows of nuclei.csv as objects. */
export async function nucleiIn(folder: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const [header = "", ...lines] = (await readFile(join(folder, "nuclei.csv"), "utf8")).trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [names[at] as string, value])));
}

/** Counts by a column's value. */
export function countsBy(rows: readonly Readonly<Record<string, string>>[], column: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column] as string] = (counts[row[column] as string] ?? 0) + 1;
  return counts;
}
