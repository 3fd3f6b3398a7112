import { readdirSync, readFileSync } from "node:fs";
import { isFunctionDefinition } from "@openhcs/core";
import * as library from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const source = new URL("../src/", import.meta.url);
const lines = readFileSync(new URL("index.ts", source), "utf8").trimEnd().split("\n");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/")).filter((file) => file.includes("/") && file.endsWith(".ts"));

/** Files that define functions, with the exported names. */
const defining = files.map((file) => {
  const text = readFileSync(new URL(file, source), "utf8");
  return { file, names: [...text.matchAll(/^export const (\w+) = defineFunction\(/gm)].map(([, name]) => name as string) };
}).filter(({ names }) => names.length > 0);

describe("the library", () => {
  it.each(defining)("takes $file in with one line of the index and no other file", ({ file, names }) => {
    expect(names).toHaveLength(1);
    expect(readFileSync(new URL(file, source), "utf8")).toMatch(/\*\/\nexport const \w+ = defineFunction\(/);
    const [name] = names;
    expect(lines.filter((line) => line.includes(`"./${file.replace(/\.ts$/, ".js")}"`))).toEqual([`export { ${name} } from "./${file.replace(/\.ts$/, ".js")}";`]);
    expect(library.functions.map((definition) => definition.name)).toContain(name);
    expect(readFileSync(new URL("library.ts", source), "utf8")).not.toMatch(new RegExp(`\\b${name}\\b`));
  });

  it("lists its functions once each, under the names by which they are exported", () => {
    const exported = Object.entries(library).filter(([, value]) => isFunctionDefinition(value));
    expect(exported.map(([name, definition]) => [name, (definition as { name: string }).name]).filter(([exportedAs, name]) => exportedAs !== name)).toEqual([]);
    expect(library.functions).toHaveLength(exported.length);
    expect(exported).toHaveLength(defining.length);
  });

  it("keeps the index in the order of its paths", () => {
    const paths = lines.map((line) => /"(.*)\.js"/.exec(line)?.[1]);
    expect(paths).toEqual([...paths].sort());
  });

  it.each(library.functions.map((definition) => [definition.name, definition] as const))("documents %s for listings, searches and conformance", (_, definition) => {
    expect(definition.documentation).toMatch(/^[A-Z][^\n]*\.\n\n/);
    expect(definition.category).toBeTruthy();
    expect(definition.source).toBeTruthy();
    expect(definition.tags?.length).toBeGreaterThan(0);
    expect(definition.synonyms?.length).toBeGreaterThan(0);
    expect(definition.examples?.length).toBeGreaterThan(0);
    expect(definition.tolerance).toBeDefined();
    expect(definition.cost?.gbPerSec).toBeGreaterThan(0);
  });

  it.each(library.functions.map((definition) => [definition.name, definition] as const))("describes every argument and output of %s in a sentence", (_, { inputs, parameters, outputs }) => {
    for (const [name, { description }] of [inputs, parameters, outputs].flatMap((group) => Object.entries<{ readonly description?: string }>(group))) expect(description, name).toMatch(/^[A-Z0-9].*\.$/s);
  });
});
