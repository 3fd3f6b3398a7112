import { Command } from "commander";
import { editFunction } from "../../edit-function.js";
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
      const edited = await editFunction(editor, name, customFunctions.source(name), (code) => customFunctions.update(name, code, { signature: signatureOf(name, code, privateKey) }));
      const keys = (edited ?? []).map(({ key }) => key);
      if (json) printJson(terminal, { changed: edited !== undefined, functions: keys });
      else print(terminal, edited === undefined ? `${name} was not changed.` : keys.join("\n"));
    });
}
