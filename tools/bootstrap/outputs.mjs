// Keeping dist in step with src where the compiler does not: tsc never deletes, and never misses an output that somebody deleted.
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { filesUnder, packageFolders } from "./workspace.mjs";

const compiled = /(\.d\.ts|\.js)(\.map)?$/;
const isSource = (path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts");

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function tidyPackage(folder) {
  const [src, dist] = [join(folder, "src"), join(folder, "dist")];
  if (!existsSync(dist)) return [];
  const stemOf = (base, path, ending) => relative(base, path).replace(ending, "");
  const sources = new Set(filesUnder(src).filter(isSource).map((path) => stemOf(src, path, /\.tsx?$/)));
  const outputs = filesUnder(dist).filter((path) => compiled.test(path));
  const orphans = outputs.filter((path) => !sources.has(stemOf(dist, path, compiled)));
  for (const path of orphans) rmSync(path);
  const present = new Set(outputs);
  const isIncomplete = [...sources].some((stem) => !present.has(join(dist, `${stem}.js`)) || !present.has(join(dist, `${stem}.d.ts`)));
  if (isIncomplete) rmSync(join(dist, ".tsbuildinfo"), { force: true });
  removeEmptyFolders(dist);
  return orphans;
}

/**
 * Remove compiled files without a source and what is left of packages that are gone.
 * A package of which an output is missing forgets that it was built, so that the next `tsc -b` writes it again.
 * @returns the paths removed
 */
export function removeOrphans(workspace) {
  return packageFolders(workspace).flatMap((folder) => {
    if (existsSync(join(folder, "package.json"))) return existsSync(join(folder, "tsconfig.json")) ? tidyPackage(folder) : [];
    const leftovers = ["dist", "node_modules"].map((name) => join(folder, name)).filter((path) => existsSync(path));
    for (const path of leftovers) rmSync(path, { recursive: true });
    removeEmptyFolders(folder);
    return leftovers;
  });
}
