import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const distFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the files are that a child reads when it starts. */
export const places = {
  distFolder,
  manifest: join(dirname(distFolder), "package.json"),
  coreFolder: dirname(fileURLToPath(import.meta.resolve("@openhcs/core"))),
  libraryFolder: dirname(fileURLToPath(import.meta.resolve("@openhcs/functions"))),
  guest: (name: "socket" | "ipc" | "worker") => join(distFolder, "guest", `main-${name}.js`),
} as const;
