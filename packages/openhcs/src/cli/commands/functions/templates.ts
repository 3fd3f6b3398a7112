import { Command } from "commander";
import { openFunctions } from "../../open-functions.js";
import { print, printJson, tabular, tell, type Terminal } from "../../terminal.js";

export function templatesCommand(terminal: Terminal): Command {
  return new Command("templates")
    .description("list the templates that new begins with: kinds of functions, and the memory types that are installed")
    .option("--json", "print JSON, with the sources")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json, withStore: false });
      const { availableMemoryTypes, templateKinds } = runtime.customFunctions;
      const { colours } = terminal;
      if (json) printJson(terminal, templateKinds.flatMap(({ kind, description }) => availableMemoryTypes.map((memoryType) => ({ kind, memoryType, description, code: runtime.customFunctions.template(kind, memoryType) }))));
      else {
        print(terminal, tabular(terminal, ["kind", "memory", "what it is for"], templateKinds.map(({ kind, description }) => [colours.bold(kind), availableMemoryTypes.join(", "), description])));
        tell(terminal, "Begin with one: openhcs functions new <name> --kind <kind> --memory <type> -o <file>");
      }
    });
}
