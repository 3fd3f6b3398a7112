import { open } from "node:fs/promises";
import { Command } from "commander";
import { AlreadyRegisteredError, InvalidStoreNameError, messageOf } from "@openhcs/core";
import type { CustomFunctionManager, TemplateKind } from "@openhcs/custom-functions";
import { editFunction, tellEdited } from "../../edit-function.js";
import { EditAbandonedError } from "../../editor/editor-errors.js";
import { chosenEditor } from "../../editor/editor.js";
import { newFunctionName } from "../../function-name.js";
import { tellLibraryNames } from "../../library-name.js";
import { namedTemplate } from "../../named-template.js";
import { openFunctions } from "../../open-functions.js";
import { givenKey, signatureOf, signOption } from "../../signing-key.js";
import { printExactly, printJson, type Terminal } from "../../terminal.js";
import { UsageError } from "../../usage-error.js";

interface NewFlags {
  readonly memory: string;
  readonly kind: TemplateKind;
  readonly editor?: boolean;
  readonly output?: string;
  readonly sign?: string;
  readonly json?: boolean;
}

export function newCommand(terminal: Terminal): Command {
  return new Command("new")
    .description("begin a function from a template: on standard output, in a file, or in your editor")
    .argument("[name]", "what it shall be called")
    .option("--memory <type>", "memory type on which it computes, see templates", "ndarray")
    .option("--kind <kind>", "what kind of function, see templates", "image")
    .option("--editor", "open $VISUAL or $EDITOR on it, and register what is saved")
    .option("-o, --output <file>", "write it to a new file")
    .addOption(signOption())
    .option("--json", "print JSON")
    .addHelpText("after", `
With --editor a source that is refused is opened again at its first error, with what is wrong as comments above the lines. Saving
it unchanged gives up.`)
    .action(async (name: string | undefined, flags: NewFlags) => {
      const { editor: wantsEditor = false, output, json = false } = flags;
      if (wantsEditor && output !== undefined) throw new UsageError("--editor registers what is saved, -o writes a file; choose one.");
      const privateKey = await givenKey(flags.sign);
      const editor = wantsEditor ? chosenEditor(terminal) : undefined;
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      const { code, named } = template(customFunctions, name, flags);
      if (editor !== undefined) {
        if (customFunctions.list().some((each) => each.name === named)) throw new AlreadyRegisteredError("custom function", named, `change it: openhcs functions edit ${named}`);
        const registered = await editFunction(editor, customFunctions, named, code, (written) => customFunctions.registerFromCode(written, { signature: signatureOf(named, written, privateKey) }));
        if (registered === undefined) throw new EditAbandonedError("the template was saved as it was, or empty: nothing was registered.");
        if (json) printJson(terminal, registered);
        else {
          tellEdited(terminal, named, registered);
          tellLibraryNames(terminal, runtime, registered.functions);
        }
        return;
      }
      if (output !== undefined) await writeNewFile(output, code);
      if (json) printJson(terminal, { name: named, ...(output === undefined ? { code } : { written: output }) });
      else if (output === undefined) printExactly(terminal, code);
    });
}

function template(manager: CustomFunctionManager, spelling: string | undefined, { memory, kind }: NewFlags): { readonly code: string; readonly named: string } {
  const kinds = manager.templateKinds.map((template) => template.kind);
  if (!kinds.includes(kind)) throw new UsageError(`--kind takes one of ${kinds.join(", ")}, received ${JSON.stringify(kind)}.`);
  const code = manager.template(kind, memory);
  const [own = "customFunction"] = manager.validate(code).functionNames;
  if (spelling === undefined) return { code, named: own };
  const named = newFunctionName(spelling);
  const renamed = namedTemplate(code, own, named);
  const [wrong] = manager.validate(renamed).errors;
  if (wrong !== undefined) throw new InvalidStoreNameError(named, `in this template: ${wrong.message.replace(/\.$/, "")}`);
  return { code: renamed, named };
}

/** A file of this name may be somebody's work. @throws UsageError */
async function writeNewFile(path: string, code: string): Promise<void> {
  try {
    await using file = await open(path, "wx");
    await file.writeFile(code);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new UsageError(exists ? `${path} exists already; name another file with -o.` : `${path} cannot be written: ${messageOf(error)}.`, { cause: error });
  }
}
