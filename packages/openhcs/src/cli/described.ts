import { isOpenHcsError, parseKey, type FunctionMetadata, type Runtime } from "@openhcs/core";
import type { OpenHcsRuntime } from "../create-runtime.js";

/** What is known of a function. @throws RefusedFunctionError for one that the user has and that was not loaded, NotRegisteredError */
export function described(runtime: Runtime | OpenHcsRuntime, key: string): FunctionMetadata {
  try {
    return runtime.describe(key);
  } catch (error) {
    throw isOpenHcsError(error, "NOT_REGISTERED") ? refusalOf(runtime, key) ?? error : error;
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
