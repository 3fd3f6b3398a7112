import { Command } from "commander";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { printExactly, printJson, tell, type Terminal } from "../../terminal.js";

export function diffCommand(terminal: Terminal): Command {
  return new Command("diff")
    .description("show what changed between two versions of a function's source")
    .argument("<name>", "with or without openhcs:")
    .argument("[from]", "the start of a version, as history lists it; default: the last that reads otherwise")
    .argument("[to]", "default: the source as it is now")
    .option("--json", "print JSON")
    .action(async (name: string, from: string | undefined, to: string | undefined, { json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const diff = await runtime.customFunctions.diff(functionName(name), from, to);
      if (json) printJson(terminal, { name: functionName(name), diff });
      else if (diff === "") tell(terminal, "There is no difference.");
      else printExactly(terminal, coloured(diff, terminal));
    });
}

function coloured(diff: string, { colours }: Terminal): string {
  const styles: Readonly<Record<string, (text: string) => string>> = { "+": colours.green, "-": colours.red, "@": colours.cyan };
  return diff.split("\n").map((line) => (styles[line[0] ?? ""] ?? String)(line)).join("\n");
}
