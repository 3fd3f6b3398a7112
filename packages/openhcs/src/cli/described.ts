import { isOpenHcsError, LibraryLoadError, parseKey, type FunctionMetadata, type Runtime } from "@openhcs/core";
import type { OpenHcsRuntime } from "../create-runtime.js";
import { sentence } from "./sentence.js";
import { UsageError } from "./usage-error.js";

/**
 * What is known of a function.
 * @throws RefusedFunctionError for one that the user has and that was not loaded, LibraryLoadError and UsageError for one that a library would have, NotRegisteredError
 */
export function described(runtime: Runtime | OpenHcsRuntime, key: string): FunctionMetadata {
  try {
    return runtime.describe(key);
  } catch (error) {
    throw isOpenHcsError(error, "NOT_REGISTERED") ? refusalOf(runtime, key) ?? lackOf(runtime, key) ?? error : error;
  }
}

/** Why a function that the user has was not loaded; undefined where there is none of that name. */
function refusalOf(runtime: Runtime | OpenHcsRuntime, key: string): unknown {
  const { namespace = "openhcs" } = parseKey(key);
  if (!("customFunctions" in runtime) || namespace !== "openhcs") return undefined;
  try {
    runtime.customFunctions.info(key);
  } catch (error) {
    if (isOpenHcsError(error, "FUNCTION_REFUSED")) return error;
  }
  return undefined;
}

/** Why a function of a library is not there; undefined where the library knows of none of that name. */
function lackOf({ libraries }: Runtime, key: string): unknown {
  const { namespace, name } = parseKey(key);
  const library = libraries.find((each) => each.library === namespace);
  if (library?.reason !== undefined) return new LibraryLoadError(library.library, `the library is unavailable: ${sentence(library.reason)}`);
  const reason = library?.skipped.find((skipped) => skipped.name === name)?.reason;
  return reason === undefined ? undefined : new UsageError(`${key} is left out: ${sentence(reason)}`);
}
