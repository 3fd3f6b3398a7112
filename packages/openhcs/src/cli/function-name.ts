import { checkStoreName, parseKey } from "@openhcs/core";
import { UsageError } from "./usage-error.js";

/** The name of a custom function, given with or without the namespace. @throws UsageError where it is a key of something else */
export function functionName(spelling: string): string {
  const { namespace, name, version } = parseKey(spelling);
  if (namespace !== undefined && namespace !== "openhcs") throw new UsageError(`${spelling} is no custom function; their keys are openhcs:<name>.`);
  if (version !== undefined) throw new UsageError(`${spelling} names a version; here the function itself is meant: ${name}.`);
  return name;
}

/** A name that a custom function shall get, given with or without the namespace. @throws InvalidStoreNameError that says what a name may be */
export function newFunctionName(spelling: string): string {
  const name = spelling.replace(/^openhcs:/, "");
  checkStoreName(name);
  return name;
}
