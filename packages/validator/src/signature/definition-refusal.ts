import { defineFunction, isOpenHcsError, type ParameterArgument } from "@openhcs/core";
import type { DeclaredFunction } from "../declared-function.js";

/** A parameter on its own: without what hangs on others. */
export function withoutConditions(argument: ParameterArgument): ParameterArgument {
  const { when: _when, defaultBy: _defaultBy, ...alone } = argument as ParameterArgument & { when?: unknown; defaultBy?: unknown };
  return alone as ParameterArgument;
}

/** Why the core refuses a definition, without its name. */
export function definitionRefusal({ name, parameters, specialOutputs, contract }: DeclaredFunction): string | undefined {
  try {
    defineFunction({
      name, documentation: "", inputs: { image: { type: "array" } }, parameters,
      outputs: { image: { type: "array", result: "image" }, ...specialOutputs }, main: "image", ...(contract === undefined ? {} : { contract }),
      reference: () => { throw new Error("never called"); },
    });
    return undefined;
  } catch (error) {
    if (!isOpenHcsError(error, "INVALID_DEFINITION")) throw error;
    return error.message.slice(name.length + 2);
  }
}
