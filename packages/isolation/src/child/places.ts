import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const distFolder = dirname(dirname(fileURLToPath(import.meta.url)));

const libraryManifest = fileURLToPath(import.meta.resolve("@openhcs/functions/package.json"));

/** Where the files are that a child reads when it starts. */
export const places = {
  distFolder,
  manifest: join(dirname(distFolder), "package.json"),
  coreFolder: dirname(fileURLToPath(import.meta.resolve("@openhcs/core"))),
  libraryFolder: dirname(fileURLToPath(import.meta.resolve("@openhcs/functions"))),
  libraryModules: modulesOf(libraryManifest),
  guest: (name: "socket" | "ipc" | "worker") => join(distFolder, "guest", `main-${name}.js`),
} as const;

/** The files of a package's dependencies by their names, but for packages of this project. */
function modulesOf(manifest: string): Readonly<Record<string, string>> {
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly dependencies?: Readonly<Record<string, string>> };
  const { resolve } = createRequire(manifest);
  return Object.fromEntries(Object.keys(dependencies).filter((name) => !name.startsWith("@openhcs/")).map((name) => [name, resolve(name)]));
}
