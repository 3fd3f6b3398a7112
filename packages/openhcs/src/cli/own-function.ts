import { isOpenHcsError } from "@openhcs/core";
import type { CustomFunctionInfo } from "@openhcs/custom-functions";
import type { OpenHcsRuntime } from "../create-runtime.js";
import { refusalOf } from "./described.js";
import { functionName } from "./function-name.js";

/** A function of the user, named with or without the namespace. @throws RefusedFunctionError for one that they have and that was not loaded, NotRegisteredError, UsageError */
export function ownFunction(runtime: OpenHcsRuntime, spelling: string): CustomFunctionInfo {
  const name = functionName(spelling);
  try {
    return runtime.customFunctions.info(name);
  } catch (error) {
    throw isOpenHcsError(error, "NOT_REGISTERED") ? refusalOf(runtime, name) ?? error : error;
  }
}
