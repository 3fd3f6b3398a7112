import { Command } from "commander";
import { openFunctions } from "../../open-functions.js";
import { readText } from "../../text-input.js";
import { print, printJson, type Terminal } from "../../terminal.js";

interface ImportFlags {
  readonly replace?: boolean;
  readonly json?: boolean;
}

export function importCommand(terminal: Terminal): Command {
  return new Command("import")
    .description("take the functions of a file that export wrote: all of them, or none where one is refused")
    .argument("<file>", "or - for standard input")
    .option("--replace", "replace functions of the same names")
    .option("--json", "print JSON")
    .action(async (file: string, { replace = false, json = false }: ImportFlags) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const functions = await runtime.customFunctions.import(await readText(terminal, file), { replace });
      const keys = functions.map(({ key }) => key);
      if (json) printJson(terminal, { functions: keys });
      else print(terminal, keys.join("\n"));
    });
}
