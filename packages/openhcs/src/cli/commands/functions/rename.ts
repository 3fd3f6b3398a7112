import { Command } from "commander";
import { newFunctionName } from "../../function-name.js";
import { tellLibraryNames } from "../../library-name.js";
import { openFunctions } from "../../open-functions.js";
import { ownFunction } from "../../own-function.js";
import { givenKey, signOption } from "../../signing-key.js";
import { print, printJson, type Terminal } from "../../terminal.js";

export function renameCommand(terminal: Terminal): Command {
  return new Command("rename")
    .description("give a function another name, in its source too")
    .argument("<from>", "with or without openhcs:")
    .argument("<to>", "the new name")
    .addOption(signOption())
    .option("--json", "print JSON")
    .action(async (from: string, to: string, { sign, json = false }: { readonly sign?: string; readonly json?: boolean }) => {
      const privateKey = await givenKey(sign);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      const newName = newFunctionName(to);
      const { name, key: before } = ownFunction(runtime, from);
      await customFunctions.rename(name, newName, { privateKey });
      const after = customFunctions.info(newName).key;
      if (json) printJson(terminal, { from: before, to: after });
      else {
        print(terminal, after);
        tellLibraryNames(terminal, runtime, [after]);
      }
    });
}
