import { Command } from "commander";
import type { FunctionMetadata, ListFilter, Runtime } from "@openhcs/core";
import { firstSentence } from "../argument-words.js";
import { openRuntime } from "../open-runtime.js";
import { print, printJson, tabular, tell, type Terminal } from "../terminal.js";

interface ListFlags {
  readonly search?: readonly string[];
  readonly namespace?: string;
  readonly category?: string;
  readonly memory?: string;
  readonly json?: boolean;
}

export function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list the functions")
    .option("-s, --search <words...>", "only those in whose name, synonyms, tags or documentation all words occur, the best match first")
    .option("--category <name>", "only those of a category, such as filters or thresholds")
    .option("--namespace <name>", "only those of a namespace: openhcs for your own, that of a library for its functions")
    .option("--memory <type>", "only those that compute on a memory type")
    .option("--json", "print JSON: everything that is known of each function")
    .action(async ({ search, category, namespace, memory, json = false }: ListFlags) => {
      await using runtime = await openRuntime(terminal, { isQuiet: json });
      const filter = {
        ...(search === undefined ? {} : { search: search.join(" ") }), ...(category === undefined ? {} : { category }),
        ...(namespace === undefined ? {} : { namespace }), ...(memory === undefined ? {} : { memoryType: memory }),
      };
      const listed = runtime.list(filter);
      const functions = search === undefined ? [...listed].sort(byCategory) : listed;
      if (json) printJson(terminal, functions);
      else if (functions.length === 0) tell(terminal, noneText(runtime, filter));
      else print(terminal, tableOf(functions, terminal));
    });
}

/** Of an unknown category, which ones there are. */
function noneText(runtime: Runtime, filter: ListFilter): string {
  const none = `No function matches ${Object.values(filter).join(" ")}.`;
  const categories = [...new Set(runtime.list().flatMap(({ category }) => category ?? []))].sort();
  return filter.category === undefined || categories.includes(filter.category.toLowerCase()) ? none : `${none} Categories: ${categories.join(", ")}.`;
}

function byCategory(a: FunctionMetadata, b: FunctionMetadata): number {
  return categoryOf(a).localeCompare(categoryOf(b)) || a.key.localeCompare(b.key);
}

function tableOf(functions: readonly FunctionMetadata[], terminal: Terminal): string {
  const { colours } = terminal;
  const rows = functions.map((metadata) =>
    [colours.bold(metadata.key), categoryOf(metadata), runsOn(metadata), firstSentence(metadata.documentation)]);
  return tabular(terminal, ["function", "category", "kernels", "what it does"], rows);
}

function categoryOf({ category, namespace }: FunctionMetadata): string {
  return category ?? (namespace === "openhcs" ? "your own" : namespace ?? "");
}

/** Backends that have a kernel, or that there is only the reference; of a function of the user or of a library, which is its only kernel, how it runs. */
function runsOn({ kernels, namespace, trusted }: FunctionMetadata): string {
  if (namespace !== undefined) return trusted ? "in this process" : "isolated";
  return kernels.map((kernel) => kernel.split(":")[0] as string).filter((backend) => backend !== "reference").join(", ") || "reference";
}
