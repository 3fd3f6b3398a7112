import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("docs/library-adapter.md shows an adapter of under 100 lines", () => {
  const adapter = codeBlocks(readFileSync(join(root, "docs/library-adapter.md"), "utf8")).find(({ file }) => file === "adapter.ts");
  expect(adapter?.text.split("\n").length).toBeLessThan(100);
});

describe("docs/backend-author.md", () => {
  const text = readFileSync(join(root, "docs/backend-author.md"), "utf8");
  const blocks = codeBlocks(text);
  const excerpts = blocks.filter(({ from }) => from !== undefined);

  // What only fast devices have, the toy backend lacks; those programs are compiled like those of every document.
  const optional = text.slice(0, text.indexOf("## What a fast device adds")).split("\n").length;

  it("shows no program that is not the toy backend's, but for what a fast device adds", () => {
    expect(blocks.filter(({ language, from, line }) => language === "ts" && from === undefined && line < optional)).toEqual([]);
    expect(excerpts.length).toBeGreaterThan(5);
  });

  it.each(["package.json", "tsconfig.json", "src/index.ts", "src/memory.ts", "src/invert.ts"])("shows %s from the first line to the last", (file) => {
    const shown = excerpts.filter(({ from }) => from === `toy-backend/${file}`).map(({ text }) => text);
    expect(`${shown.join("\n\n")}\n`).toBe(readFileSync(join(root, "tests/fixtures/toy-backend", file), "utf8"));
  });

  for (const { from, line, text: shown } of excerpts) {
    it(`shows on line ${line} what stands in ${from}`, () => {
      expect(readFileSync(join(root, "tests/fixtures", from as string), "utf8")).toContain(shown);
    });
  }
});
