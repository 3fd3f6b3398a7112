import { isOpenHcsError } from "@openhcs/core";
import type { CustomFunction, CustomFunctionManager } from "@openhcs/custom-functions";
import type { ValidationIssue } from "@openhcs/validator";
import { editSource } from "./editor/edit-source.js";
import type { Editor } from "./editor/editor.js";
import type { Remark } from "./editor/remarks.js";
import { issueText } from "./issues.js";
import { print, tell, type Terminal } from "./terminal.js";

/** A wrong source, and one whose names are taken, can be put right in the editor; other failures cannot. */
const correctable = ["VALIDATION", "ALREADY_REGISTERED", "INVALID_STORE_NAME", "INVALID_OPTION"];

export interface EditedFunctions {
  /** Keys. */
  readonly functions: readonly string[];
  /** Of the source as it was saved. */
  readonly warnings: readonly ValidationIssue[];
}

/** Has a source edited until `register` takes it. @returns undefined where nothing was changed */
export function editFunction(editor: Editor, manager: CustomFunctionManager, name: string, code: string, register: (code: string) => Promise<readonly CustomFunction[]>): Promise<EditedFunctions | undefined> {
  return editSource({
    editor, name, code,
    accept: async (written) => {
      try {
        const { warnings } = manager.validate(written);
        const functions = await register(written);
        return { result: { functions: functions.map(({ key }) => key), warnings } };
      } catch (error) {
        if (!isOpenHcsError(error, ...correctable)) throw error;
        return { remarks: remarksOn(error) };
      }
    },
  });
}

/** The keys on standard output, and what the source might have meant otherwise on standard error. */
export function tellEdited(terminal: Terminal, name: string, { functions, warnings }: EditedFunctions): void {
  if (warnings.length > 0) tell(terminal, issueText({ errors: [], warnings }, `${name}.ts`, terminal.errorColours));
  print(terminal, functions.join("\n"));
}

function remarksOn(error: Error): Remark[] {
  if (!isOpenHcsError(error, "VALIDATION")) return [{ severity: "error", line: 1, column: 1, message: error.message }];
  return error.errors.map(({ line, column, message, fix }) => ({ severity: "error", line, column, message: fix === undefined ? message : `${message} Fix: ${fix}` }));
}
