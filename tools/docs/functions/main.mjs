// docs/functions: a page per category, from the definitions, with pictures of what each function does to a sample image.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../bootstrap/workspace.mjs";
import { documents } from "./documents.mjs";
import { drawPair } from "./pictures.mjs";

const folder = inRoot("docs/functions");
const pictures = join(folder, "pictures");

rmSync(folder, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
const { files, samples } = await documents();
for (const [name, text] of files) writeFileSync(join(folder, name), text);
for (const sample of samples) await drawPair(pictures, sample);
console.log(`${files.size} pages and ${readdirSync(pictures).length} pictures in ${folder}`);
