import { isOpenHcsError } from "../errors/openhcs-error.js";
import { OutOfMemoryError } from "../memory/memory-errors.js";

/** Tries that a call gets when memory runs out: the first and at most two more. */
export const maxAttempts = 3;

/** What V8 says of memory that it does not get and of arrays longer than it can have; a negative length is a bug of the caller. */
const failedAllocation = /allocation failed|Invalid typed array length: \d/i;

/** The error as an out-of-memory one, if that is what it says: a typed error, a code, or the engine's failed allocation. */
export function asOutOfMemory(error: unknown, memoryType: string): OutOfMemoryError | undefined {
  if (isOpenHcsError(error, "OUT_OF_MEMORY")) return error;
  if ((error as { code?: unknown } | undefined)?.code === "OUT_OF_MEMORY") {
    return new OutOfMemoryError(memoryType, { detail: (error as Error).message, cause: error });
  }
  if (!(error instanceof RangeError) || !failedAllocation.test(error.message)) return undefined;
  return new OutOfMemoryError("ndarray", { detail: error.message, cause: error });
}
