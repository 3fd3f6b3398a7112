import { arrayType, defaultText, oneLine, outputType, parameterType, parameterWords } from "../../../packages/openhcs/dist/cli/argument-words.js";

/** One category: what each function is, takes and gives. */
export function categoryPage(category, definitions, samples) {
  const title = category[0].toUpperCase() + category.slice(1);
  return [`# ${title}\n`, ...definitions.map((definition) => section(definition, samples.get(definition.name)))].join("\n");
}

function section(definition, sample) {
  const { name, documentation, inputs, parameters, outputs, contract, source, citations = [], synonyms = [] } = definition;
  const facts = [
    ["Contract", contract],
    ["Source", source],
    ...citations.map((citation) => ["Citation", citationWords(citation)]),
    ["Also known as", synonyms.join(", ")],
  ].filter(([, text]) => text !== undefined && text !== "");
  return [
    `## ${name}\n`,
    `${documentation.trim()}\n`,
    shown(sample),
    table(["array", "type", "meaning"], Object.entries(inputs).map(([input, argument]) => [code(input), arrayType(argument), oneLine(argument.description)])),
    table(["parameter", "type", "default", "meaning"], Object.entries(parameters).map(([parameter, argument]) =>
      [code(parameter), parameterType(argument), defaultText(argument), parameterWords(argument)])),
    table(["output", "type", "meaning"], Object.entries(outputs).map(([output, kind]) => [code(output), outputType(kind), oneLine(kind.description)])),
    `${facts.map(([fact, text]) => `${fact}: ${oneLine(String(text))}`).join("  \n")}\n`,
  ].filter((part) => part !== "").join("\n");
}

function citationWords({ text, doi, url = doi === undefined ? undefined : `https://doi.org/${doi}` }) {
  return url === undefined ? text : `${text} [${doi ?? url}](${url})`;
}

function shown({ name, call, after, value }) {
  if (after !== undefined) return `![${name}](pictures/${name}.png)\n\nBefore and after \`${call}\`.\n`;
  return `\`${call}\` gives ${value}.\n`;
}

function table(titles, rows) {
  if (rows.length === 0) return "";
  return `${[titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n")}\n`;
}

function code(text) {
  return `\`${text}\``;
}
