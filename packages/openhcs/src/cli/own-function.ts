import type { CustomFunctionInfo } from "@openhcs/custom-functions";
import type { OpenHcsRuntime } from "../create-runtime.js";
import { functionName } from "./function-name.js";

/** A function of the user, named with or without the namespace. @throws RefusedFunctionError for one that they have and that was not loaded, NotRegisteredError, UsageError */
export function ownFunction(runtime: OpenHcsRuntime, spelling: string): CustomFunctionInfo {
  return runtime.customFunctions.info(functionName(spelling));
}
