import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const imports = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["']([^"']+)["']/g;
/** Globals that only Node has. */
const nodeGlobals = /\b(?:process|Buffer|__dirname|__filename|setImmediate|require)\b(?=[.(])/;

describe.each(["core", "functions"])("the dist of %s", (name) => {
  const dist = join(packages, name, "dist");
  if (!existsSync(dist)) return void it.skip("was not built");
  const { dependencies = {} } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as { readonly dependencies?: Readonly<Record<string, string>> };
  const sources = (readdirSync(dist, { recursive: true }) as string[]).filter((path) => path.endsWith(".js"))
    .map((path) => ({ path: relative(dist, join(dist, path)), source: code(readFileSync(join(dist, path), "utf8")) }));

  it("imports no module of Node, and nothing but its own files and its dependencies", () => {
    const foreign = sources.flatMap(({ path, source }) => [...source.matchAll(imports)].map(([, specifier = ""]) => specifier)
      .filter((specifier) => !specifier.startsWith("./") && !specifier.startsWith("../"))
      .filter((specifier) => specifier.startsWith("node:") || builtinModules.includes(specifier) || !(packageOf(specifier) in dependencies))
      .map((specifier) => `${path}: ${specifier}`));
    expect(sources.length).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });

  it("uses no global that only Node has", () => {
    expect(sources.filter(({ source }) => nodeGlobals.test(source)).map(({ path }) => path)).toEqual([]);
  });
});

function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** Without comments and templates, which may quote imports. */
function code(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "").replace(/`[^`]*`/g, "``");
}
