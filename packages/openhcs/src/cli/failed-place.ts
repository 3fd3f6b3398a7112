import { basename } from "node:path";
import { isOpenHcsError, type CallPlace, type Runtime } from "@openhcs/core";
import type { GuestFailedError } from "@openhcs/isolation";
import type { OpenHcsRuntime } from "../create-runtime.js";

/** Where in the source of a function a call failed; undefined where it was not there. */
export function failedPlace(error: unknown): CallPlace | GuestFailedError | undefined {
  if (!isOpenHcsError(error)) return undefined;
  return isOpenHcsError(error, "GUEST_FAILED") ? error : error.at;
}

/** The error with the path of the file in which it happened, where the store keeps files: code is told no more of its own than the name. */
export function withFile(runtime: Runtime | OpenHcsRuntime, error: unknown): unknown {
  const filename = failedPlace(error)?.filename;
  if (filename === undefined || !("customFunctions" in runtime)) return error;
  const file = runtime.customFunctions.list().find(({ filePath }) => filePath !== undefined && basename(filePath) === filename);
  return file === undefined ? error : Object.defineProperty(error as object, "filePath", { value: file.filePath, enumerable: true });
}
