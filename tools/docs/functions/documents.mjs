import { createRuntime } from "openhcs";
import { functions } from "@openhcs/functions";
import { firstSentence } from "../../../packages/openhcs/dist/cli/argument-words.js";
import { categoryPage } from "./category-page.mjs";
import { sampleRun } from "./sample-run.mjs";
import { sampleScene } from "./sample-scene.mjs";

const head = `# Functions

The functions of the library, by category; \`openhcs list --search "background"\` finds them by other words too. Written by \`node tools/docs/functions/main.mjs\`
from the definitions. The pictures show what the host references make of a part of the sample plate, each panel with a contrast of its own.

Where a page says nothing else, an image without pixels gives one without pixels, and axes of extent 1 are treated like any other. What a
function cannot take it refuses with \`INVALID_ARGUMENT\`. No function changes its inputs.
`;

/** The pages by file name, and what was run for their pictures. */
export async function documents() {
  const runtime = await createRuntime({ backends: [] });
  try {
    const scene = await sampleScene(runtime);
    const samples = new Map();
    for (const definition of functions) samples.set(definition.name, await sampleRun(runtime, definition, scene));
    return { files: pages(samples), samples: [...samples.values()] };
  } finally {
    await runtime[Symbol.asyncDispose]();
  }
}

function pages(samples) {
  const categories = [...new Set(functions.map(({ category }) => category))].sort();
  const membersOf = (category) => functions.filter((each) => each.category === category).sort((a, b) => (a.name < b.name ? -1 : 1));
  const overview = [head, ...categories.map((category) => contents(category, membersOf(category)))].join("\n");
  return new Map([["README.md", overview], ...categories.map((category) => [`${category}.md`, categoryPage(category, membersOf(category), samples)])]);
}

function contents(category, members) {
  const rows = members.map(({ name, documentation }) => `| [${name}](${category}.md#${name.toLowerCase()}) | ${firstSentence(documentation).replaceAll("|", "\\|")} |`);
  return `## [${category}](${category}.md)\n\n| function | what it does |\n| --- | --- |\n${rows.join("\n")}\n`;
}
