import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { messageOf } from "@openhcs/core";
import { EditAbandonedError } from "./editor-errors.js";
import type { Editor } from "./editor.js";
import { withoutRemarks, withRemarks, type Remark } from "./remarks.js";

interface EditPlan<Result> {
  readonly editor: Editor;
  /** Names the draft. */
  readonly name: string;
  readonly code: string;
  /** Takes the text in; gives what is wrong with it where it is refused. */
  readonly accept: (code: string) => Promise<{ readonly result: Result } | { readonly remarks: readonly Remark[] }>;
}

/**
 * Has a source edited until it is accepted: a refused one is opened again at its first error, with what is wrong as comments.
 *
 * Who saves it unchanged or empty gives up; a draft with anything of its own is kept then, without the comments, and after every failure.
 * @returns undefined where nothing was changed
 * @throws EditAbandonedError, also where the draft cannot be read, and where accepting throws; EditorFailedError
 */
export async function editSource<Result>({ editor, name, code, accept }: EditPlan<Result>): Promise<Result | undefined> {
  const draft = join(await mkdtemp(join(tmpdir(), "openhcs-draft-")), `${name}.ts`);
  let shown = withRemarks(code, []);
  for (let before = code; ;) {
    await writeFile(draft, shown.text, { mode: 0o600 });
    await editor(draft, shown.line, shown.column);
    const written = withoutRemarks(await textOf(draft), shown.inserted);
    if (written.trim() === "" || written.trimEnd() === before.trimEnd()) {
      if (before === code) {
        await rm(dirname(draft), { recursive: true, force: true });
        return undefined;
      }
      await writeFile(draft, before);
      throw new EditAbandonedError("given up: the source was saved as it had been refused; nothing changed.", draft);
    }
    before = written;
    await writeFile(draft, written);
    const accepted = await accept(written).catch((error: unknown) => { throw new EditAbandonedError(messageOf(error), draft, { cause: error }); });
    if ("result" in accepted) {
      await rm(dirname(draft), { recursive: true, force: true });
      return accepted.result;
    }
    shown = withRemarks(written, accepted.remarks);
  }
}

/** A draft that was deleted is empty; one that is there and cannot be read may hold work. */
async function textOf(draft: string): Promise<string> {
  try {
    return await readFile(draft, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new EditAbandonedError(`the draft cannot be read: ${messageOf(error)}.`, draft, { cause: error });
  }
}
