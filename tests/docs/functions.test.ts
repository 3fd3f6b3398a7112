import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { documents } from "../../tools/docs/functions/documents.mjs";

const folder = fileURLToPath(new URL("../../docs/functions", import.meta.url));

it("docs/functions is what the definitions say, with a picture of every function that gives one", async () => {
  const { files, samples } = await documents();
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
  const why = "run: node tools/docs/functions/main.mjs";
  expect(pages.sort(), why).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(join(folder, name), "utf8"), why).toBe(text);
  const pictured = samples.filter(({ after }) => after !== undefined).map(({ name }) => `${name}.png`);
  expect(readdirSync(join(folder, "pictures")).sort(), why).toEqual(pictured.sort());
}, 300_000);
