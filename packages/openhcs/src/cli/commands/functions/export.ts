import { Command } from "commander";
import type { Bundle } from "@openhcs/custom-functions";
import { writeFileAtomically } from "@openhcs/io";
import { openFunctions } from "../../open-functions.js";
import { ownFunction } from "../../own-function.js";
import { givenKey } from "../../signing-key.js";
import { printExactly, printJson, type Terminal } from "../../terminal.js";

interface ExportFlags {
  readonly output?: string;
  readonly sign?: string;
  readonly json?: boolean;
}

export function exportCommand(terminal: Terminal): Command {
  return new Command("export")
    .description("put functions into one file for somebody else, who takes it with import")
    .argument("[name...]", "default: all of them")
    .option("-o, --output <file>", "default: standard output")
    .option("--sign <key>", "vouch for the sources with the private key in a file")
    .option("--json", "with -o: print JSON; what is exported is JSON already")
    .action(async (names: readonly string[], { output, sign, json = false }: ExportFlags) => {
      const key = await givenKey(sign);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const bundle = await runtime.customFunctions.export(names.length === 0 ? undefined : names.map((name) => ownFunction(runtime, name).name), key === undefined ? {} : { sign: key });
      if (output === undefined) return printExactly(terminal, bundle);
      await writeFileAtomically(output, bundle);
      if (json) printJson(terminal, { sources: (JSON.parse(bundle) as Bundle).sources.map(({ name }) => name), written: output });
    });
}
