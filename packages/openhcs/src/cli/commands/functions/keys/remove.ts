import { Command } from "commander";
import { NotRegisteredError, suggest } from "@openhcs/core";
import { openFunctions } from "../../../open-functions.js";
import { print, printJson, type Terminal } from "../../../terminal.js";

export function removeCommand(terminal: Terminal): Command {
  return new Command("remove")
    .description("let the signatures of a key count no more")
    .argument("<public key>", "or its label")
    .option("--json", "print JSON")
    .action(async (spelling: string, { json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const keys = await runtime.customFunctions.trustedKeys();
      const named = keys.filter(({ key, label }) => key === spelling || label === spelling);
      const labels = keys.map(({ label }) => label);
      if (named.length === 0) throw new NotRegisteredError("trusted key", spelling, suggest(spelling, labels), labels);
      for (const { key } of named) await runtime.customFunctions.distrust(key);
      if (json) printJson(terminal, { removed: named });
      else print(terminal, named.map(({ key, label }) => `${label}: ${key}`).join("\n"));
    });
}
