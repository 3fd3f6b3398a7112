import { suggest } from "../registry/nearest.js";
import { mainOutputName } from "../function/returned.js";
import { holds } from "../function/signature.js";
import type { ParsedStep } from "./parse-pattern.js";
import { InvalidPatternError } from "./pattern-errors.js";

/** Name under which every step may take the pattern's input. */
export const patternInput = "image";

/** A step with every argument's source known. */
export interface WiredStep extends ParsedStep {
  /** Arguments as given, without references. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Arguments that take a named value: the pattern's input, a value of the call, or an earlier step's output. */
  readonly taken: Readonly<Record<string, string>>;
  /** Whether the main output is an array, which then flows on; else the step's image does. */
  readonly flows: boolean;
  readonly main: string;
}

/**
 * Connects the steps of a chain: every reference must have exactly one producer before it.
 *
 * A required parameter that a step does not give takes the earlier output of the same name.
 * @param values names of values that come with the call
 * @throws InvalidPatternError for duplicates, missing producers, wrong order, references to oneself
 */
export function wireChain(steps: readonly ParsedStep[], values: readonly string[]): readonly WiredStep[] {
  const producers = new Map<string, number[]>();
  for (const [at, step] of steps.entries()) for (const name of outputNames(step)) producers.set(name, [...(producers.get(name) ?? []), at]);
  checkSpecialOutputs(steps, producers);
  return steps.map((step, at) => {
    const { where, entry, on, parameters } = step;
    const { definition } = entry;
    const given: Record<string, unknown> = {};
    const taken: Record<string, string> = {};
    for (const [argument, value] of Object.entries(parameters)) {
      if (isReference(value)) taken[argument] = checkSource(step, at, value.from, steps, producers, values);
      else given[argument] = value;
    }
    for (const missing of missingArguments(step, given, taken)) {
      taken[missing] = checkSource(step, at, missing, steps, producers, values);
    }
    const main = mainOutputName(definition);
    return { where, entry, on, parameters, given, taken, main, flows: definition.outputs[main].type === "array" };
  });
}

function outputNames({ entry: { definition } }: ParsedStep): string[] {
  return Object.keys(definition.outputs);
}

/** Outputs besides the image that flows on must have names of their own. */
function checkSpecialOutputs(steps: readonly ParsedStep[], producers: ReadonlyMap<string, readonly number[]>): void {
  for (const step of steps) {
    const { definition } = step.entry;
    for (const name of outputNames(step)) {
      const flows = name === mainOutputName(definition) && definition.outputs[name].type === "array";
      if (flows) continue;
      const [first, second] = producers.get(name) as [number, number?];
      if (second !== undefined) throw new InvalidPatternError((steps[second] as ParsedStep).where, `"${name}" is already produced by ${(steps[first] as ParsedStep).where}.`);
    }
  }
}

function checkSource(step: ParsedStep, at: number, name: string, steps: readonly ParsedStep[], producers: ReadonlyMap<string, readonly number[]>, values: readonly string[]): string {
  if (name === patternInput || values.includes(name)) return name;
  const produced = producers.get(name) ?? [];
  if (produced.some((producer) => producer < at)) return name;
  if (produced.includes(at)) throw new InvalidPatternError(step.where, `takes "${name}" from itself.`);
  const [later] = produced;
  if (later !== undefined) throw new InvalidPatternError(step.where, `takes "${name}", which is produced only later, by ${(steps[later] as ParsedStep).where}.`);
  const [nearest] = suggest(name, [...producers.keys(), ...values]);
  throw new InvalidPatternError(step.where, `needs "${name}", which no step before it produces${nearest === undefined ? "" : `; nearest: ${nearest}`}.`);
}

/** Arguments without default that a step neither gives nor takes: parameters, and arrays after the first. */
function missingArguments({ entry: { definition } }: ParsedStep, given: Readonly<Record<string, unknown>>, taken: Readonly<Record<string, string>>): string[] {
  const isOpen = (name: string) => given[name] === undefined && taken[name] === undefined;
  const arrays = Object.entries(definition.inputs as Record<string, { optional?: boolean }>).slice(1).filter(([, { optional }]) => optional !== true);
  const parameters = Object.entries(definition.parameters as Record<string, { optional?: boolean; default?: unknown; when?: never }>)
    .filter(([, { optional, default: fallback, when }]) => optional !== true && fallback === undefined && holds(when, { ...defaultsOf(definition), ...given }));
  return [...arrays, ...parameters].map(([name]) => name).filter(isOpen);
}

function defaultsOf(definition: ParsedStep["entry"]["definition"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definition.parameters as Record<string, { default?: unknown }>).map(([name, { default: value }]) => [name, value]));
}

function isReference(value: unknown): value is { readonly from: string } {
  return typeof value === "object" && value !== null && Object.keys(value).length === 1 && typeof (value as { from?: unknown }).from === "string";
}
