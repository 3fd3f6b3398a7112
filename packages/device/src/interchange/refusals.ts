import { InterchangeRefusedError, isOpenHcsError, messageOf, OutOfMemoryError } from "@openhcs/core";
import { isNative } from "../session/device-errors.js";

const refusals: readonly string[] = ["NOT_A_TENSOR", "TAKEN", "NO_SEGMENT", "INVALID_ARGUMENT", "SYSTEM"];

/** What is thrown because a handle does not fit, as a refusal of the form; other errors as they are. */
export function refusing<Result>(form: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isRefusal = isOpenHcsError(error, "DEVICE_FAILED") ? error.fault === "INVALID_ARGUMENT" : isNative(error) && refusals.includes(error.code);
    if (isRefusal) throw new InterchangeRefusedError(form, messageOf(error).replace(/\.$/, ""), error);
    if (isNative(error) && error.code === "OUT_OF_MEMORY") throw new OutOfMemoryError("shared memory", { detail: error.message, cause: error });
    throw error;
  }
}
