import { Command } from "commander";
import { openFunctions } from "../../../open-functions.js";
import { print, printJson, tabular, tell, type Terminal } from "../../../terminal.js";

export function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list the keys whose signatures count")
    .option("--json", "print JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const keys = await runtime.customFunctions.trustedKeys();
      const { colours } = terminal;
      const rows = keys.map(({ key, label, grantsTrust }) => [colours.bold(key), grantsTrust ? "in the host's process" : "isolated", label]);
      if (json) printJson(terminal, keys);
      else if (keys.length === 0) tell(terminal, "No key is trusted.");
      else print(terminal, tabular(terminal, ["key", "what it signed runs", "whose"], rows));
    });
}
