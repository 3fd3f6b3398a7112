import { Command } from "commander";
import type { CustomFunctionInfo, CustomFunctionManager, LoadFailure } from "@openhcs/custom-functions";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { printExactly, printJson, type Terminal } from "../../terminal.js";

export function showCommand(terminal: Terminal): Command {
  return new Command("show")
    .description("print the source of a function")
    .argument("<name>", "with or without openhcs:")
    .option("--json", "print JSON: everything that is known of it, and the source")
    .action(async (name: string, { json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      const source = customFunctions.source(functionName(name));
      if (json) printJson(terminal, { ...knownOf(customFunctions, functionName(name)), source });
      else printExactly(terminal, source);
    });
}

/** Of a source that stands in its store and could not be registered, why. */
function knownOf(manager: CustomFunctionManager, name: string): CustomFunctionInfo | LoadFailure {
  const failure = manager.failures.find(({ sourceName }) => sourceName === name);
  return failure === undefined || manager.list().some((each) => each.name === name) ? manager.info(name) : failure;
}
