import { Command } from "commander";
import type { CustomFunctionInfo, LoadFailure } from "@openhcs/custom-functions";
import { isOfStore, untoldFailures } from "../../../load-failure-text.js";
import { openFunctions } from "../../open-functions.js";
import { firstSentence } from "../../argument-words.js";
import { counted } from "../../issues.js";
import { print, printJson, tabular, tell, type Terminal } from "../../terminal.js";

export function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list your functions, who signed them, and why others of yours are not taken")
    .option("-s, --search <words...>", "only those in whose name, documentation or tags all words occur")
    .option("--json", "print JSON")
    .action(async ({ search, json = false }: { readonly search?: readonly string[]; readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      const found = search === undefined ? undefined : new Set(runtime.list({ search: search.join(" "), namespace: "openhcs" }).map(({ key }) => key));
      const functions = customFunctions.list().filter(({ key }) => found?.has(key) ?? true).sort((a, b) => a.name.localeCompare(b.name));
      if (json) return printJson(terminal, functions);
      if (functions.length > 0) print(terminal, tableOf(functions, terminal));
      else tell(terminal, search === undefined ? noneText(customFunctions.failures) : `None of your functions matches ${search.join(" ")}.`);
      for (const text of untoldFailures(customFunctions.failures)) tell(terminal, text);
    });
}

function tableOf(functions: readonly CustomFunctionInfo[], terminal: Terminal): string {
  const rows = functions.map(({ key, memoryType, version, trusted, signed, signedBy, doc }) =>
    [terminal.colours.bold(key), memoryType, version.slice(0, 12), trusted ? "trusted" : "isolated", signedBy ?? (signed ? "a key that is not trusted" : ""), firstSentence(doc)]);
  return tabular(terminal, ["function", "memory", "version", "runs", "signed by", "what it does"], rows);
}

function noneText(failures: readonly LoadFailure[]): string {
  if (failures.some(isOfStore)) return "Your functions cannot be read; openhcs doctor says why.";
  if (failures.length === 0) return "There are no functions yet. Begin with: openhcs functions new --editor";
  return `None of your functions can be used: ${counted(failures.length, "source")} refused; openhcs doctor says why.`;
}
