import { Command } from "commander";
import type { CustomFunctionManager } from "@openhcs/custom-functions";
import { loadFailureText } from "../../../load-failure-text.js";
import { editFunction, tellEdited } from "../../edit-function.js";
import { EditAbandonedError } from "../../editor/editor-errors.js";
import { chosenEditor } from "../../editor/editor.js";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { givenKey, signatureOf, signOption } from "../../signing-key.js";
import { print, printJson, type Terminal } from "../../terminal.js";

export function editCommand(terminal: Terminal): Command {
  return new Command("edit")
    .description("edit a function in $VISUAL or $EDITOR; a refused source is opened again at its first error")
    .argument("<name>", "with or without openhcs:")
    .addOption(signOption())
    .option("--json", "print JSON")
    .addHelpText("after", `
The version before serves on until the new one is valid. Saving a refused source again as it is, or empty, gives up: nothing
changes, and the draft is kept where the command says.`)
    .action(async (spelling: string, { sign, json = false }: { readonly sign?: string; readonly json?: boolean }) => {
      const privateKey = await givenKey(sign);
      const editor = chosenEditor(terminal);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      const name = functionName(spelling);
      const edited = await editFunction(editor, customFunctions, name, customFunctions.source(name), (code) => customFunctions.update(name, code, { signature: signatureOf(name, code, privateKey) }));
      if (edited === undefined) throwIfBroken(customFunctions, name);
      if (json) printJson(terminal, { changed: edited !== undefined, functions: [], warnings: [], ...edited });
      else if (edited === undefined) print(terminal, `${name} was not changed.`);
      else tellEdited(terminal, name, edited);
    });
}

/** A source that was not valid, and was saved as it is, is not valid still. @throws EditAbandonedError that says why */
function throwIfBroken(manager: CustomFunctionManager, name: string): void {
  const failure = manager.failures.find(({ sourceName }) => sourceName === sourceOf(manager, name));
  if (failure === undefined) return;
  const { place, reason } = loadFailureText(failure);
  throw new EditAbandonedError(`${name} was not changed, and is not valid: ${place}: ${reason}`);
}

/** The source that holds a function, or that is called like it. */
function sourceOf(manager: CustomFunctionManager, name: string): string {
  return manager.list().find((fn) => fn.name === name)?.sourceName ?? name;
}
