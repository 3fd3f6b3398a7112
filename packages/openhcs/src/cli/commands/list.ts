import { Command } from "commander";
import type { FunctionMetadata } from "@openhcs/core";
import { createRuntime } from "../../create-runtime.js";
import { print, printJson, tabular, type Terminal } from "../terminal.js";

interface ListFlags {
  readonly search?: readonly string[];
  readonly json?: boolean;
}

export function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list the functions")
    .option("-s, --search <words...>", "only those in whose name, documentation, tags or synonyms all words occur")
    .option("--json", "print JSON: everything that is known of each function")
    .action(async ({ search, json }: ListFlags) => {
      await using runtime = await createRuntime({ backends: "installed" });
      const functions = [...runtime.list(search === undefined ? {} : { search: search.join(" ") })].sort(byCategory);
      if (json === true) printJson(terminal, functions);
      else if (functions.length === 0) terminal.stderr.write(`No function matches ${search?.join(" ")}.\n`);
      else print(terminal, tableOf(functions, terminal));
    });
}

function byCategory(a: FunctionMetadata, b: FunctionMetadata): number {
  return (a.category ?? "").localeCompare(b.category ?? "") || a.key.localeCompare(b.key);
}

function tableOf(functions: readonly FunctionMetadata[], terminal: Terminal): string {
  const { colours } = terminal;
  const rows = functions.map(({ key, category = "", documentation, kernels }) =>
    [colours.bold(key), category, backendsOf(kernels).join(", "), firstSentence(documentation)]);
  return tabular(terminal, ["function", "category", "kernels", "what it does"], rows);
}

/** Backends that have a kernel, besides the reference. */
function backendsOf(kernels: readonly string[]): string[] {
  return kernels.map((kernel) => kernel.split(":")[0] as string).filter((backend) => backend !== "reference");
}

function firstSentence(documentation: string): string {
  return (/^.*?[.](?=\s|$)/s.exec(documentation.trim())?.[0] ?? documentation.trim()).replace(/\s+/g, " ");
}
