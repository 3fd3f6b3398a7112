import { Command } from "commander";
import type { Citation, FunctionMetadata, Runtime } from "@openhcs/core";
import type { CallLimits } from "@openhcs/custom-functions";
import type { OpenHcsRuntime } from "../../create-runtime.js";
import { arrayType, defaultText, oneLine, outputType, parameterType, parameterWords } from "../argument-words.js";
import { described } from "../described.js";
import { openRuntime } from "../open-runtime.js";
import { aligned, print, printJson, type Terminal } from "../terminal.js";

export function describeCommand(terminal: Terminal): Command {
  return new Command("describe")
    .description("say everything about a function")
    .argument("<function>", "its key")
    .option("--json", "print JSON")
    .action(async (key: string, { json }: { readonly json?: boolean }) => {
      await using runtime = await openRuntime(terminal, { isQuiet: json });
      const metadata = described(runtime, key);
      const limits = metadata.trusted ? undefined : limitsOf(runtime, metadata.key);
      if (json === true) printJson(terminal, { ...metadata, ...(limits === undefined ? {} : { limits }) });
      else print(terminal, describe(metadata, limits, terminal));
    });
}

/** What one call of a custom function may take. */
function limitsOf(runtime: Runtime | OpenHcsRuntime, key: string): CallLimits | undefined {
  return "customFunctions" in runtime ? runtime.customFunctions.list().find((each) => each.key === key)?.limits : undefined;
}

function limitWords({ timeoutMs, memoryBytes, arrayBytes }: CallLimits): string {
  return [
    ...(timeoutMs === undefined ? [] : [`${timeoutMs / 1000} s`]),
    ...(memoryBytes === undefined ? [] : [`${bytesWords(memoryBytes)} of memory`]),
    ...(arrayBytes === undefined ? [] : [`${bytesWords(arrayBytes)} of arrays`]),
  ].join(", ");
}

/** In the unit in which it is a whole number: `512 MiB`, `4 GiB`, else `256 MB`. */
function bytesWords(bytes: number): string {
  if (bytes % 2 ** 30 === 0) return `${bytes / 2 ** 30} GiB`;
  return bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${Number((bytes / 1e6).toPrecision(3))} MB`;
}

function citationText({ text, doi, url }: Citation): string {
  return [text, doi === undefined ? url : `https://doi.org/${doi}`].filter((part) => part !== undefined).join(" ");
}

function describe(metadata: FunctionMetadata, limits: CallLimits | undefined, terminal: Terminal): string {
  const { colours } = terminal;
  const { key, documentation, contract, category, memoryTypes, kernels, source, tags, synonyms, citations, namespace, module, version, trusted } = metadata;
  const inputs = Object.entries(metadata.inputs).map(([name, input]) => [colours.bold(name), arrayType(input), oneLine(input.description ?? "")]);
  const parameters = Object.entries(metadata.parameters).map(([name, parameter]) => [colours.bold(name), parameterType(parameter), defaultText(parameter), parameterWords(parameter)]);
  const outputs = Object.entries(metadata.outputs).map(([name, output]) => [colours.bold(name), outputType(output), oneLine(output.description ?? "")]);
  const facts = [
    ["kernels", namespace === undefined ? kernels.join(", ") : undefined],
    ["memory", [...new Set(Object.values(memoryTypes))].join(" → ")],
    ["contract", contract],
    ["source", source],
    ["cite", citations.map(citationText).join("; ")],
    ["category", category],
    ["tags", tags.join(", ")],
    ["also", synonyms.join(", ")],
    ["runs", namespace === undefined ? undefined : trusted ? "in this process" : "isolated, in a process of its own"],
    ["limits", limits === undefined ? undefined : limitWords(limits)],
    [namespace === undefined || namespace === "openhcs" ? "file" : "package", module],
    ["version", version],
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
