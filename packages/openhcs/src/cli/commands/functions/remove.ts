import { Command } from "commander";
import { NotRegisteredError, suggest } from "@openhcs/core";
import { runBatch } from "../../batch.js";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { givenKey, signOption } from "../../signing-key.js";
import type { Terminal } from "../../terminal.js";

export function removeCommand(terminal: Terminal): Command {
  return new Command("remove")
    .alias("rm")
    .description("remove functions; other functions of the same source stay, and so does the history")
    .argument("<name...>", "with or without openhcs:")
    .addOption(signOption())
    .option("--json", "print JSON")
    .action(async (names: readonly string[], { sign, json = false }: { readonly sign?: string; readonly json?: boolean }) => {
      const privateKey = await givenKey(sign);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      await runBatch(terminal, {
        as: "name", subjects: names, asJson: json,
        work: async (name) => {
          const known = runtime.customFunctions.list().map((each) => each.name);
          if (!await runtime.customFunctions.delete(functionName(name), { privateKey })) throw new NotRegisteredError("custom function", name, suggest(functionName(name), known), known);
          return { removed: true };
        },
        say: (_, name) => `removed ${functionName(name)}`,
      });
    });
}
