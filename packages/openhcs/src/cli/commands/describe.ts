import { Command } from "commander";
import type { FunctionMetadata } from "@openhcs/core";
import { createRuntime } from "../../create-runtime.js";
import { arrayType, defaultText, oneLine, outputType, parameterType, parameterWords } from "../argument-words.js";
import { aligned, print, printJson, type Terminal } from "../terminal.js";

export function describeCommand(terminal: Terminal): Command {
  return new Command("describe")
    .description("say everything about a function")
    .argument("<function>", "its key")
    .option("--json", "print JSON")
    .action(async (key: string, { json }: { readonly json?: boolean }) => {
      await using runtime = await createRuntime({ backends: "installed" });
      const metadata = runtime.describe(key);
      if (json === true) printJson(terminal, metadata);
      else print(terminal, describe(metadata, terminal));
    });
}

function describe(metadata: FunctionMetadata, terminal: Terminal): string {
  const { colours } = terminal;
  const { key, documentation, contract, memoryTypes, kernels, source, tags, synonyms } = metadata;
  const inputs = Object.entries(metadata.inputs).map(([name, input]) => [colours.bold(name), arrayType(input), oneLine(input.description ?? "")]);
  const parameters = Object.entries(metadata.parameters).map(([name, parameter]) => [colours.bold(name), parameterType(parameter), defaultText(parameter), parameterWords(parameter)]);
  const outputs = Object.entries(metadata.outputs).map(([name, output]) => [colours.bold(name), outputType(output), oneLine(output.description ?? "")]);
  const facts = [
    ["kernels", kernels.join(", ")],
    ["memory", [...new Set(Object.values(memoryTypes))].join(" → ")],
    ["contract", contract],
    ["source", source],
    ["tags", tags.join(", ")],
    ["also", synonyms.join(", ")],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== "");
  const section = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [`${colours.underline(title)}\n${aligned(terminal, columns, rows)}`];
  return [
    colours.bold(key),
    documentation.trim(),
    ...section("Arrays", ["name", "type", "what"], inputs),
    ...section("Parameters", ["name", "type", "default", "what"], parameters),
    ...section("Outputs", ["name", "type", "what"], outputs),
    facts.map(([name, text]) => `${colours.dim(name.padEnd(8))}  ${text}`).join("\n"),
  ].join("\n\n");
}
