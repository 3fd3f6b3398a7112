import { OpenHcsError } from "@openhcs/core";

/** An editor could not be started, or ended with a failure. */
export class EditorFailedError extends OpenHcsError {
  readonly code = "EDITOR_FAILED";
  readonly editor: string;
  /** What was being edited, which is kept. */
  readonly draft: string;
  constructor(editor: string, rule: string, draft: string, options?: ErrorOptions) {
    super(`the editor ${JSON.stringify(editor)} ${rule}. What was edited is kept in ${draft}`, options);
    this.editor = editor;
    this.draft = draft;
  }
}

/** An edit came to nothing: somebody gave up, or what was written cannot be taken. */
export class EditAbandonedError extends OpenHcsError {
  readonly code = "EDIT_ABANDONED";
  /** The draft, which is kept; undefined where nothing was written. */
  readonly draft: string | undefined;
  constructor(rule: string, draft?: string, options?: ErrorOptions) {
    super(`${rule}${draft === undefined ? "" : ` The draft is kept in ${draft}`}`, options);
    this.draft = draft;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    EDITOR_FAILED: EditorFailedError;
    EDIT_ABANDONED: EditAbandonedError;
  }
}
