import { definitionOf, isOpenHcsError, parseKey, registeredKey, tagOf, type Tagged } from "@openhcs/core";
import { validationResult, type ValidationIssue, type ValidationResult } from "./validation-result.js";

/**
 * Whether a live function can be registered: its tag is there, and what it declares is legal. It has no source, so that places are unknown.
 *
 * One that stands for a registered function is valid, for its source was when that was registered.
 */
export function validateFunction(fn: unknown): ValidationResult {
  const tag = tagOf(fn);
  const functionName = tag?.name || (typeof fn === "function" ? fn.name : "") || "(unnamed)";
  const refused = (stage: "decorator" | "signature", code: string, message: string, fix?: string) => {
    const issue: ValidationIssue = { stage, code, message, line: 1, column: 1, snippet: "", functionName, ...(fix === undefined ? {} : { fix }) };
    return validationResult([Object.freeze(issue)], [], []);
  };
  if (typeof fn !== "function") return refused("decorator", "NOT_A_FUNCTION", `A custom function is a function, received ${fn === null ? "null" : typeof fn}.`);
  const registered = (fn as { readonly [registeredKey]?: string })[registeredKey];
  if (registered !== undefined) return validationResult([], [], [parseKey(registered).name]);
  if (tag === undefined) return refused("decorator", "NO_FUNCTIONS", `Function '${functionName}' is not decorated with a memory type.`, "ndarray(fn)");
  if (takesNothing(fn)) return refused("signature", "FIRST_PARAMETER", `Function '${functionName}' has no parameters, but its first must be 'image' (3D array: C, Y, X).`, "image: NdArray");
  try {
    const { name } = definitionOf(fn as Tagged);
    return validationResult([], [], [name]);
  } catch (error) {
    if (!isOpenHcsError(error, "INVALID_DEFINITION")) throw error;
    return refused("signature", "DEFINITION", error.message);
  }
}

/** Names of parameters do not survive minifying, so that only an empty list tells. */
function takesNothing(fn: { readonly length: number }): boolean {
  const source = Function.prototype.toString.call(fn);
  return fn.length === 0 && /^(?:async\b\s*)?(?:function\b[^(]*)?\(\s*\)/.test(source) && !source.includes("[native code]");
}
