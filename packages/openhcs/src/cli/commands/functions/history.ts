import { Command } from "commander";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { print, printJson, tabular, type Terminal } from "../../terminal.js";

export function historyCommand(terminal: Terminal): Command {
  return new Command("history")
    .description("list the versions of a function's source, the newest first")
    .argument("<name>", "with or without openhcs:")
    .option("--json", "print JSON, with the sources")
    .action(async (name: string, { json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const versions = await runtime.customFunctions.history(functionName(name));
      const { colours } = terminal;
      const rows = versions.map(({ hash, at, change, source }) => [colours.bold(hash.slice(0, 12)), new Date(at).toISOString(), change, String(source.trimEnd().split("\n").length)]);
      if (json) printJson(terminal, versions);
      else print(terminal, tabular(terminal, ["version", "when", "change", "lines"], rows));
    });
}
