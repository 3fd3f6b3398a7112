import { isOpenHcsError, parseKey, type FunctionMetadata, type Runtime } from "@openhcs/core";
import type { OpenHcsRuntime } from "../create-runtime.js";
import { loadFailureText } from "../load-failure-text.js";
import { RefusedFunctionError } from "./refused-function-error.js";

/** What is known of a function. @throws RefusedFunctionError for one that the user has and that was not loaded, NotRegisteredError */
export function described(runtime: Runtime | OpenHcsRuntime, key: string): FunctionMetadata {
  try {
    return runtime.describe(key);
  } catch (error) {
    throw isOpenHcsError(error, "NOT_REGISTERED") ? refusalOf(runtime, key) ?? error : error;
  }
}

/** Why a function that the user has was not loaded; undefined where there is none of that name. */
export function refusalOf(runtime: Runtime | OpenHcsRuntime, key: string): RefusedFunctionError | undefined {
  const { namespace = "openhcs", name } = parseKey(key);
  if (!("customFunctions" in runtime) || namespace !== "openhcs") return undefined;
  const failure = runtime.customFunctions.failures.find(({ sourceName }) => sourceName === name);
  if (failure === undefined) return undefined;
  const { place, reason } = loadFailureText(failure);
  return new RefusedFunctionError(key, place, reason);
}
