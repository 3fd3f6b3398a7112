import { isFunctionReference, type FunctionEntry, type FunctionReference } from "../function/entry.js";
import type { Chain, Pattern, Step } from "./pattern.js";
import { InvalidPatternError } from "./pattern-errors.js";

/** A step of a chain with its function looked up. */
export interface ParsedStep {
  /** `step 2 (label)`, with the component in front where there is one. */
  readonly where: string;
  readonly entry: FunctionEntry;
  /** The backend that the key insists on. */
  readonly on: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ParsedPattern {
  readonly byComponent: boolean;
  /** One chain under `""` where the pattern is not by component. */
  readonly chains: Readonly<Record<string, readonly ParsedStep[]>>;
}

/** Finds the function of a step, given by key or as a value. */
type Lookup = (fn: FunctionReference) => { readonly entry: FunctionEntry; readonly on?: string };

/** @throws InvalidPatternError, and what the look-up of a key throws */
export function parsePattern(pattern: Pattern, lookup: Lookup): ParsedPattern {
  const parse = (chain: Step | Chain, component: string) => {
    const steps = toChain(chain);
    if (steps.length === 0) throw new InvalidPatternError(component, "a chain needs at least one step.");
    return steps.map((step, at) => parseStep(step, at, component, lookup));
  };
  if (!isDictionary(pattern)) return { byComponent: false, chains: { "": parse(pattern as Step | Chain, "") } };
  const components = Object.entries(pattern);
  if (components.length === 0) throw new InvalidPatternError("", "a pattern by component needs at least one component.");
  for (const [component, chain] of components) {
    if (isDictionary(chain)) throw new InvalidPatternError(component, "a dictionary inside a dictionary is not allowed.");
  }
  return { byComponent: true, chains: Object.fromEntries(components.map(([component, chain]) => [component, parse(chain, component)])) };
}

/** `[function, parameters]` is one step; any other list is a chain. */
function toChain(chain: Step | Chain): Chain {
  if (!Array.isArray(chain)) return [chain as Step];
  const isStep = chain.length === 2 && isFunctionReference(chain[0]) && isDictionary(chain[1]);
  return isStep ? [chain as unknown as Step] : (chain as Chain);
}

function parseStep(step: Step, at: number, component: string, lookup: Lookup): ParsedStep {
  const prefix = component === "" ? "" : `${component}: `;
  const [fn, parameters] = Array.isArray(step) ? (step as readonly [Step, unknown]) : [step, {}];
  const where = `${prefix}step ${at + 1} (${nameOf(fn)})`;
  if (!isFunctionReference(fn)) throw new InvalidPatternError(where, "a step is a function's key, a function, or [function, parameters].");
  if (Array.isArray(step) && (step.length !== 2 || !isDictionary(parameters))) throw new InvalidPatternError(where, "a step is [function, parameters] with parameters as an object.");
  const { entry, on } = lookup(fn as FunctionReference);
  return { where, entry, on, parameters: parameters as Readonly<Record<string, unknown>> };
}

function isDictionary(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(fn: unknown): string {
  if (typeof fn === "string") return fn;
  return typeof fn === "function" ? fn.name || "anonymous function" : String(fn);
}
