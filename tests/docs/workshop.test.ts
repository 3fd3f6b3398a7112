import { afterAll, describe, expect, it } from "vitest";
import { rmSync } from "node:fs";
import { Workshop } from "./workshop.js";

const folders: string[] = [];
const workshop = (name: string, ...lines: readonly string[]) => {
  const made = new Workshop(`workshop-${name}`, lines.join("\n"));
  folders.push(made.folder);
  return made;
};

describe("a document's workshop", () => {
  afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

  it("reports what does not compile, on the document's line", async () => {
    await expect(workshop("types", "# Title", "", "```ts", "const sigma: number = \"2\";", "```").prepare()).rejects.toThrow(/line-4\.ts\(4,7\): error TS2322/);
  });

  it("runs programs on packages by name, and files saved beside them", async () => {
    const document = workshop("runs",
      "```ts file=square.ts", "export const square = (x: number) => x * x;", "```",
      "```ts", "import { NdArray } from \"@openhcs/core\";", "import { square } from \"./square.js\";", "if (NdArray.full([2], square(3)).sum() !== 18) throw new Error(\"wrong\");", "```",
      "```ts no-run", "throw new Error(\"not to be run\");", "```");
    await document.prepare();
    for (const block of document.blocks.filter(({ runs, file }) => runs && file === undefined)) await document.run(block);
  });

  it("reports what a program throws", async () => {
    const document = workshop("throws", "```ts", "throw new Error(\"no nuclei\");", "```");
    await document.prepare();
    await expect(document.run(document.blocks[0] as never)).rejects.toThrow("no nuclei");
  });

  it("reports a command that fails", async () => {
    const document = workshop("fails", "```sh", "npx openhcs no-such-command", "```");
    await document.prepare();
    await expect(document.run(document.blocks[0] as never)).rejects.toThrow(/unknown command/i);
  });
});
