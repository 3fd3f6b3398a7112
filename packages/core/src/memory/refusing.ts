import { messageOf } from "../errors/openhcs-error.js";
import { InterchangeRefusedError } from "./interchange-errors.js";
import { OutOfMemoryError } from "./memory-errors.js";

/** By which native code says that a handle is none that it can take. */
const refusals: readonly unknown[] = ["NOT_A_TENSOR", "TAKEN", "NO_SEGMENT", "NO_VIEW", "INVALID_ARGUMENT", "SYSTEM"];

/**
 * What native code throws because a handle does not fit, as a refusal of the form; other errors as they are.
 *
 * @throws InterchangeRefusedError, OutOfMemoryError where the system has no shared memory left
 */
export function refusing<Result>(form: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "OUT_OF_MEMORY") throw new OutOfMemoryError("shared memory", { detail: messageOf(error), cause: error });
    throw refusals.includes(code) ? new InterchangeRefusedError(form, messageOf(error).replace(/\.$/, ""), error) : error;
  }
}
