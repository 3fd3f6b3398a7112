import { isOpenHcsError } from "@openhcs/core";
import type { CustomFunction } from "@openhcs/custom-functions";
import { editSource } from "./editor/edit-source.js";
import type { Editor } from "./editor/editor.js";
import type { Remark } from "./editor/remarks.js";

/** A wrong source, and one whose names are taken, can be put right in the editor; other failures cannot. */
const correctable = ["VALIDATION", "ALREADY_REGISTERED", "INVALID_STORE_NAME", "INVALID_OPTION"];

/** Has a source edited until `register` takes it. @returns undefined where nothing was changed */
export function editFunction(editor: Editor, name: string, code: string, register: (code: string) => Promise<readonly CustomFunction[]>): Promise<readonly CustomFunction[] | undefined> {
  return editSource({
    editor, name, code,
    accept: async (written) => {
      try {
        return { result: await register(written) };
      } catch (error) {
        if (!isOpenHcsError(error, ...correctable)) throw error;
        return { remarks: remarksOn(error) };
      }
    },
  });
}

function remarksOn(error: Error): Remark[] {
  if (!isOpenHcsError(error, "VALIDATION")) return [{ severity: "error", line: 1, column: 1, message: error.message }];
  return error.errors.map(({ line, column, message, fix }) => ({ severity: "error", line, column, message: fix === undefined ? message : `${message} Fix: ${fix}` }));
}
