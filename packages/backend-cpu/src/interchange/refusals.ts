import { InterchangeRefusedError, messageOf, OutOfMemoryError } from "@openhcs/core";
import type { NativeInterchangeErrorCode } from "@openhcs/native";

const refusals: readonly unknown[] = ["NOT_A_TENSOR", "TAKEN", "NO_SEGMENT", "NO_VIEW", "INVALID_ARGUMENT", "SYSTEM"] satisfies NativeInterchangeErrorCode[];

/** What the addon throws of a handle, as a refusal of the form. */
export function refusing<Result>(form: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "OUT_OF_MEMORY") throw new OutOfMemoryError("shared memory", { detail: messageOf(error), cause: error });
    throw refusals.includes(code) ? new InterchangeRefusedError(form, messageOf(error), error) : error;
  }
}
