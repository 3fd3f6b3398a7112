import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ScanCache } from "@openhcs/core";
import { makeFolder, writeFileAtomically } from "@openhcs/io";
import { cacheFolder } from "./cache-folder.js";

/** A JSON file per library. */
export function fileScanCache(folder: string = scanCacheFolder()): ScanCache {
  const fileOf = (library: string) => join(folder, `${library}.json`);
  return {
    get: async (library) => JSON.parse(await readFile(fileOf(library), "utf8")) as unknown,
    async set(library, content) {
      const file = fileOf(library);
      makeFolder(dirname(file));
      await writeFileAtomically(file, JSON.stringify(content, undefined, 1));
    },
  };
}

export function scanCacheFolder(folder: string = cacheFolder()): string {
  return join(folder, "libraries");
}
