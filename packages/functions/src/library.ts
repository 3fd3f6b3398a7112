import { isFunctionDefinition, type FunctionDefinition } from "@openhcs/core";
import * as library from "./index.js";

export * from "./index.js";

/** Every built-in function. Registering them is the host's act. */
export const functions: readonly FunctionDefinition[] = Object.freeze((Object.values(library) as readonly unknown[]).filter(isFunctionDefinition));

/** The definitions among the exports, by name. */
type Library = {
  readonly [Name in keyof typeof library as (typeof library)[Name] extends FunctionDefinition ? Name : never]: (typeof library)[Name];
};

declare module "@openhcs/core" {
  /** Calls by key infer their parameters and results from these. */
  interface Functions extends Library {}
}
