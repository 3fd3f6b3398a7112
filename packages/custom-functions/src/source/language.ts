import { extname } from "node:path";

/** By the end of a file's name; one without an end is taken for TypeScript. */
const spellings: Readonly<Record<string, "ts" | "js">> = { "": "ts", ".ts": "ts", ".mts": "ts", ".cts": "ts", ".js": "js", ".mjs": "js", ".cjs": "js" };

/** What functions in a file of this name are written in, as stores keep it; undefined where its end stands for something else. */
export function languageOf(path: string): "ts" | "js" | undefined {
  return spellings[extname(path).toLowerCase()];
}
