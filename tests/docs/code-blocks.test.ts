import { describe, expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.js";
import { commandLines, isToRun } from "./workshop.js";

const document = [
  "# Title", "```ts", "const a = 1;", "", "```", "text", "```ts no-run", "loop();", "```",
  "- item", "  ```yaml file=p.yaml", "  a:", "    b", "  ```", "```sh", "npm install openhcs", "npx openhcs run gaussian \\", "  a.tif -o b.tif", "$ openhcs list", "```",
].join("\n");

describe("code blocks of a document", () => {
  it("are found with their lines, languages and tags", () => {
    expect(codeBlocks(document)).toEqual([
      { language: "ts", runs: true, line: 3, text: "const a = 1;\n" },
      { language: "ts", runs: false, line: 8, text: "loop();" },
      { language: "yaml", runs: true, line: 12, text: "a:\n  b", file: "p.yaml" },
      { language: "sh", runs: true, line: 16, text: "npm install openhcs\nnpx openhcs run gaussian \\\n  a.tif -o b.tif\n$ openhcs list" },
    ]);
  });

  it("are run where they are programs, or call the command", () => {
    expect(codeBlocks(document).map(isToRun)).toEqual([true, false, false, true]);
    expect(codeBlocks(document).map(commandLines)[3]).toEqual(["openhcs run gaussian a.tif -o b.tif", "openhcs list"]);
  });

  it("must be closed", () => {
    expect(() => codeBlocks("```ts\nlet")).toThrow("line 1 is not closed");
  });
});
