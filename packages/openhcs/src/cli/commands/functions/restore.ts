import { Command } from "commander";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { givenKey, signOption } from "../../signing-key.js";
import { print, printJson, type Terminal } from "../../terminal.js";

export function restoreCommand(terminal: Terminal): Command {
  return new Command("restore")
    .description("bring back an earlier version of a function's source, of a removed one too")
    .argument("<name>", "with or without openhcs:")
    .argument("<version>", "its start, as history lists it")
    .addOption(signOption())
    .option("--json", "print JSON")
    .action(async (name: string, version: string, { sign, json = false }: { readonly sign?: string; readonly json?: boolean }) => {
      const privateKey = await givenKey(sign);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const keys = (await runtime.customFunctions.restore(functionName(name), version, { privateKey })).map(({ key }) => key);
      if (json) printJson(terminal, { functions: keys });
      else print(terminal, keys.join("\n"));
    });
}
