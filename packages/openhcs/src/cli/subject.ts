import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { messageOf, suggest, UnknownParameterError, type FunctionDefinition, type Pattern, type ProcessingContract, type Runtime } from "@openhcs/core";
import { argumentsOf, untypedArguments, type Assignment, type ReadArray } from "./parameters.js";
import { parsePattern } from "./pattern-file.js";
import { mainResultType, type ResultType } from "./target.js";
import { UsageError } from "./usage-error.js";

/** What `run` and `plan` are about: a function by its key, or a pattern from a file. */
export interface Subject {
  readonly name: string;
  readonly target: string | Exclude<Pattern, string>;
  readonly takesArrays: boolean;
  /** Of every function that sees planes or volumes; those that work by element have none. */
  readonly contracts: readonly ProcessingContract[];
  readonly isByComponent: boolean;
  readonly resultType: ResultType;
  /** An error of the call with its place in the pattern's file, where it has one. */
  located(error: unknown): unknown;
  argumentsFrom(assignments: readonly Assignment[], readArray: ReadArray): Promise<Record<string, unknown>>;
}

/** @throws NotRegisteredError, PatternFileError, UsageError */
export async function subjectOf(runtime: Runtime, name: string): Promise<Subject> {
  return [".yaml", ".yml"].includes(extname(name).toLowerCase()) ? patternSubject(runtime, name) : functionSubject(runtime, name);
}

function functionSubject(runtime: Runtime, name: string): Subject {
  const definition = definitionOf(runtime, name);
  return {
    name,
    target: name,
    takesArrays: Object.keys(definition.inputs).length > 0,
    contracts: contractsOf([definition]),
    isByComponent: false,
    resultType: mainResultType(definition),
    located: (error) => error,
    argumentsFrom: (assignments, readArray) => argumentsOf(definition, assignments, readArray),
  };
}

async function patternSubject(runtime: Runtime, file: string): Promise<Subject> {
  const keys: string[] = [];
  const { pattern, located } = parsePattern(await textOf(file), file, (key, names) => {
    checkStep(runtime, key, names);
    keys.push(key);
  });
  const isByComponent = !Array.isArray(pattern);
  const [last] = (isByComponent ? Object.values(pattern) : [pattern]).map(lastFunction);
  return {
    name: file,
    target: pattern,
    takesArrays: true,
    contracts: contractsOf(keys.map((key) => definitionOf(runtime, key))),
    isByComponent,
    resultType: mainResultType(definitionOf(runtime, last ?? "")),
    located,
    argumentsFrom: untypedArguments,
  };
}

function contractsOf(definitions: readonly FunctionDefinition[]): ProcessingContract[] {
  return definitions.flatMap(({ contract }) => contract ?? []);
}

function definitionOf(runtime: Runtime, key: string): FunctionDefinition {
  return runtime.functions.get(runtime.describe(key).key).definition;
}

/** The key of the last step of a step or chain, as `parsePattern` makes them. */
function lastFunction(chain: unknown): string {
  if (typeof chain === "string") return chain;
  const steps = chain as readonly unknown[];
  const isStep = typeof steps[0] === "string" && steps.length === 2 && typeof steps[1] === "object" && !Array.isArray(steps[1]);
  return isStep ? (steps[0] as string) : lastFunction(steps.at(-1));
}

function checkStep(runtime: Runtime, key: string, names: readonly string[]): void {
  const { inputs, parameters } = runtime.describe(key);
  const known = [...Object.keys(inputs), ...Object.keys(parameters)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = suggest(unknown, known);
  throw new UnknownParameterError(key, unknown, nearest, nearest[0] === undefined ? `it has ${known.join(", ")}.` : `did you mean "${nearest[0]}"?`);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}
