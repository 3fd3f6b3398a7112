import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReadingsCache } from "@openhcs/custom-functions";
import { makeFolder, writeFileAtomically } from "@openhcs/io";
import { cacheFolder } from "./cache-folder.js";

/** What stored functions declare, in a file of the user's cache folder. */
export function fileReadingsCache(file: string = join(cacheFolder(), "custom-functions.bin")): ReadingsCache {
  return {
    read: () => readFile(file),
    async write(bytes) {
      makeFolder(dirname(file));
      await writeFileAtomically(file, [bytes]);
    },
  };
}
