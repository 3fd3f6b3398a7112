import { Command } from "commander";
import type { LoadFailure } from "@openhcs/custom-functions";
import { isOfStore } from "../../../load-failure-text.js";
import { openFunctions } from "../../open-functions.js";
import { firstSentence } from "../../argument-words.js";
import { counted } from "../../issues.js";
import { print, printJson, tabular, tell, type Terminal } from "../../terminal.js";

export function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list your functions")
    .option("--json", "print JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const functions = [...runtime.customFunctions.list()].sort((a, b) => a.name.localeCompare(b.name));
      if (json) printJson(terminal, functions);
      else if (functions.length === 0) tell(terminal, noneText(runtime.customFunctions.failures));
      else {
        const { colours } = terminal;
        const rows = functions.map(({ key, memoryType, version, trusted, doc }) => [colours.bold(key), memoryType, version.slice(0, 12), trusted ? "trusted" : "isolated", firstSentence(doc)]);
        print(terminal, tabular(terminal, ["function", "memory", "version", "runs", "what it does"], rows));
      }
    });
}

function noneText(failures: readonly LoadFailure[]): string {
  if (failures.some(isOfStore)) return "Your functions cannot be read; openhcs doctor says why.";
  if (failures.length === 0) return "There are no functions yet. Begin with: openhcs functions new --editor";
  return `None of your functions can be used: ${counted(failures.length, "source")} refused; openhcs doctor says why.`;
}
