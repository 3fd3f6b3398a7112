import type { FunctionDefinition, ReferenceRunner } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import type { CallLimits } from "../call-limits.js";
import type { Isolation } from "@openhcs/isolation";

const library: ReadonlySet<unknown> = new Set(functions);

/** Whether a function is one of the library's, whose references are known to be what they are elsewhere too. */
export function isOfLibrary(definition: FunctionDefinition): boolean {
  return library.has(definition);
}

/**
 * Runs references of the library on behalf of isolated code where they can be stopped: how long they take, and how much memory, is up to that code.
 *
 * @param limitsNow what is left to the call that they are part of
 */
export function libraryReferences(isolation: Isolation, limitsNow: () => CallLimits): ReferenceRunner {
  return {
    run(definition, inputs, parameters, { signal }) {
      return isOfLibrary(definition) ? isolation.reference(definition.name, inputs, parameters, { signal, limits: limitsNow() }) : undefined;
    },
  };
}
