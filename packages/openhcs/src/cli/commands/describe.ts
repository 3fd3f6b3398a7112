import { Command } from "commander";
import type { ArrayArgument, FunctionMetadata, NumberArgument, Output, ParameterArgument } from "@openhcs/core";
import { createRuntime } from "../../create-runtime.js";
import { print, printJson, tabular, type Terminal } from "../terminal.js";

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
  const inputs = Object.entries(metadata.inputs).map(([name, input]) => [colours.bold(name), arrayType(input), input.description ?? ""]);
  const parameters = Object.entries(metadata.parameters).map(([name, parameter]) => [colours.bold(name), parameterType(parameter), defaultText(parameter), descriptionOf(parameter)]);
  const outputs = Object.entries(metadata.outputs).map(([name, output]) => [colours.bold(name), outputType(output), output.description ?? ""]);
  const facts = [
    ["kernels", kernels.join(", ")],
    ["memory", [...new Set(Object.values(memoryTypes))].join(" → ")],
    ["contract", contract],
    ["source", source],
    ["tags", tags.join(", ")],
    ["also", synonyms.join(", ")],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== "");
  const section = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [`${colours.underline(title)}\n${tabular(terminal, columns, rows)}`];
  return [
    colours.bold(key),
    documentation.trim(),
    ...section("Arrays", ["name", "type", "what"], inputs),
    ...section("Parameters", ["name", "type", "default", "what"], parameters),
    ...section("Outputs", ["name", "type", "what"], outputs),
    facts.map(([name, text]) => `${colours.dim(name.padEnd(8))}  ${text}`).join("\n"),
  ].join("\n\n");
}

function arrayType({ dtypes, ranks, optional }: ArrayArgument): string {
  const parts = [dtypes === undefined || dtypes.length > 6 ? "array" : dtypes.join("|"), ranks === undefined || ranks.length > 4 ? "" : `${ranks.join("|")}D`, optional === true ? "optional" : ""];
  return parts.filter((part) => part !== "").join(", ");
}

function parameterType(argument: ParameterArgument): string {
  if (argument.type === "string" && argument.choices !== undefined) return argument.choices.join("|");
  if (argument.type !== "number" && argument.type !== "integer") return argument.type;
  const unit = argument.unit === undefined ? "" : ` ${argument.unit}`;
  return `${argument.type}${range(argument)}${unit}${argument.perAxis === true ? ", one or one per axis" : ""}`;
}

function range({ min, max, exclusiveMin, exclusiveMax }: NumberArgument): string {
  if (min === undefined && max === undefined) return "";
  return ` ${exclusiveMin === true || min === undefined ? "(" : "["}${min ?? "-∞"}, ${max ?? "∞"}${exclusiveMax === true || max === undefined ? ")" : "]"}`;
}

function defaultText({ default: value, defaultBy, optional, when }: ParameterArgument): string {
  const by = Object.entries(defaultBy ?? {}).flatMap(([name, values]) => Object.entries(values).map(([choice, fallback]) => `${JSON.stringify(fallback)} for ${name} ${choice}`));
  const own = value === undefined ? (optional === true || when !== undefined ? "" : "required") : JSON.stringify(value);
  return [own, ...by].filter((part) => part !== "").join(", ");
}

function descriptionOf({ description = "", when }: ParameterArgument): string {
  const condition = Object.entries(when ?? {}).map(([name, values]) => `${name} ${[values].flat().join(" or ")}`).join(" and ");
  return condition === "" ? description : `${description} (only for ${condition})`.trim();
}

function outputType(output: Output): string {
  return output.type === "array" ? output.result : output.type;
}
