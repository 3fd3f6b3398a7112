import type { FunctionContext } from "../function/context.js";
import type { FunctionDefinition } from "../function/definition.js";

/** Runs references of functions somewhere else than in this thread, such as where they can be stopped. */
export interface ReferenceRunner {
  /** What the reference returns for arrays on the host and filled parameters; undefined where it cannot be run there. */
  run(definition: FunctionDefinition, inputs: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, unknown>>, context: FunctionContext): Promise<unknown> | undefined;
}
