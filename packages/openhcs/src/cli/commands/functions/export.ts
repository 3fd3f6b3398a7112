import { Command } from "commander";
import { writeFileAtomically } from "@openhcs/io";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { givenKey } from "../../signing-key.js";
import { printExactly, type Terminal } from "../../terminal.js";

interface ExportFlags {
  readonly output?: string;
  readonly sign?: string;
}

export function exportCommand(terminal: Terminal): Command {
  return new Command("export")
    .description("put functions into one file for somebody else, who takes it with import")
    .argument("[name...]", "default: all of them")
    .option("-o, --output <file>", "default: standard output")
    .option("--sign <key>", "vouch for the sources with the private key in a file")
    .action(async (names: readonly string[], { output, sign }: ExportFlags) => {
      await using runtime = await openFunctions(terminal);
      const key = await givenKey(sign);
      const bundle = await runtime.customFunctions.export(names.length === 0 ? undefined : names.map(functionName), key === undefined ? {} : { sign: key });
      if (output === undefined) printExactly(terminal, bundle);
      else await writeFileAtomically(output, bundle);
    });
}
