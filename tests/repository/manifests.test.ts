import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../../tools/bootstrap/workspace.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packages = readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "package.json")));
const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(root, ...path), "utf8")) as T;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}
interface Project {
  readonly references?: readonly { readonly path: string }[];
}

/** Every module that a source names, by `from`, `import "…"`, `import("…")` or a type's `import("…")`, which lint does not see. */
const specifiers = /(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"\s,]+)"/g;
const packageOf = (specifier: string) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
const withoutProse = (source: string) => source.replace(/\/\*[^]*?\*\/|(^|\s)\/\/.*$|`[^`]*`/gm, "");

function imported(name: string): string[] {
  const sources: string[] = filesUnder(join(root, "packages", name, "src")).filter((path: string) => path.endsWith(".ts"));
  const found = sources.flatMap((path) => [...withoutProse(readFileSync(path, "utf8")).matchAll(specifiers)].map(([, specifier]) => specifier as string));
  return [...new Set(found.filter((specifier) => !/^[.#]/.test(specifier) && !isBuiltin(specifier)).map(packageOf))].sort();
}

describe.each(packages)("the package %s", (name) => {
  const manifest = read<Manifest>("packages", name, "package.json");
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

  it("declares every package that its sources import", () => {
    expect(imported(name).filter((needed) => !declared.includes(needed))).toEqual([]);
  });

  it("is compiled after the packages of ours that it imports", () => {
    const { references = [] } = read<Project>("packages", name, "tsconfig.json");
    const folderOf = new Map(packages.map((folder) => [read<Manifest>("packages", folder, "package.json").name, `../${folder}`]));
    const needed = imported(name).flatMap((dependency) => folderOf.get(dependency) ?? []);
    expect(references.map(({ path }) => path)).toEqual(expect.arrayContaining(needed));
  });

  it("is part of the workspace's build", () => {
    expect(read<Project>("tsconfig.json").references).toContainEqual({ path: `packages/${name}` });
  });
});
