import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { messageOf, suggest, UnknownParameterError, type FunctionDefinition, type FunctionEntry, type Pattern, type ProcessingContract, type Runtime } from "@openhcs/core";
import { described } from "./described.js";
import { mainName, namedOutputs, type NamedOutputs } from "./named-outputs.js";
import { argumentsOf, untypedArguments, type Assignment, type ReadArray } from "./parameters.js";
import { givesLabels, mainResultType, type ResultType } from "./target.js";
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
  readonly givesLabels: boolean;
  /** Whether the main result may have fewer axes than the image, as far as the definition tells. */
  readonly mayReduce: boolean;
  /** Whether something here computes spectra, whose pixels are frequencies. */
  readonly hasSpectra: boolean;
  /** Whether nothing here is a function of the user or of a library. */
  readonly isBuiltIn: boolean;
  /** Name of the main result, of a component where there are several. */
  mainOutput(component?: string): string;
  /** Outputs that are results of their own, of a component where there are several, besides the main one. */
  named(component?: string): NamedOutputs;
  /** An error of the call with its place in the pattern's file, where it has one. */
  located(error: unknown): unknown;
  argumentsFrom(assignments: readonly Assignment[], readArray: ReadArray): Promise<Record<string, unknown>>;
}

/** @throws NotRegisteredError, PatternFileError, UsageError */
export async function subjectOf(runtime: Runtime, name: string): Promise<Subject> {
  return [".yaml", ".yml"].includes(extname(name).toLowerCase()) ? patternSubject(runtime, name) : functionSubject(runtime, name);
}

function functionSubject(runtime: Runtime, name: string): Subject {
  const entry = entryOf(runtime, name);
  const { definition } = entry;
  return {
    name,
    target: name,
    takesArrays: Object.keys(definition.inputs).length > 0,
    contracts: contractsOf([definition]),
    isByComponent: false,
    resultType: mainResultType(definition),
    givesLabels: givesLabels(definition),
    mayReduce: definition.outputShape !== undefined,
    hasSpectra: definition.category === "fourier",
    isBuiltIn: entry.namespace === undefined,
    mainOutput: () => mainName(definition),
    named: () => without(namedOutputs([entry]), mainName(definition)),
    located: (error) => error,
    argumentsFrom: (assignments, readArray) => argumentsOf(definition, assignments, readArray),
  };
}

async function patternSubject(runtime: Runtime, file: string): Promise<Subject> {
  const { parsePattern } = await import("./pattern-file.js"); // Reading YAML takes a while to load.
  const keys: string[] = [];
  const { pattern, located } = parsePattern(await textOf(file), file, (key, names) => {
    checkStep(runtime, key, names);
    keys.push(key);
  });
  const isByComponent = !Array.isArray(pattern);
  const lastOf = (component?: string) => definitionOf(runtime, lastFunction(component === undefined ? pattern : pattern[component as keyof typeof pattern]));
  const [first] = isByComponent ? Object.keys(pattern) : [];
  const entries = keys.map((key) => entryOf(runtime, key));
  const named = namedOutputs(entries);
  return {
    name: file,
    target: pattern,
    takesArrays: true,
    contracts: contractsOf(entries.map(({ definition }) => definition)),
    isByComponent,
    resultType: mainResultType(lastOf(first)),
    givesLabels: givesLabels(lastOf(first)),
    mayReduce: lastOf(first).outputShape !== undefined,
    hasSpectra: entries.some(({ definition }) => definition.category === "fourier"),
    isBuiltIn: entries.every(({ namespace }) => namespace === undefined),
    mainOutput: (component) => mainName(lastOf(component)),
    // What flows from step to step is "image".
    named: (component) => without(named, "image", mainName(lastOf(component))),
    located,
    argumentsFrom: untypedArguments,
  };
}

function contractsOf(definitions: readonly FunctionDefinition[]): ProcessingContract[] {
  return definitions.flatMap(({ contract }) => contract ?? []);
}

function without(named: NamedOutputs, ...names: readonly string[]): NamedOutputs {
  return new Map([...named].filter(([name]) => !names.includes(name)));
}

function definitionOf(runtime: Runtime, key: string): FunctionDefinition {
  return entryOf(runtime, key).definition;
}

function entryOf(runtime: Runtime, key: string): FunctionEntry {
  return runtime.functions.get(described(runtime, key).key);
}

/** The key of the last step of a step or chain, as `parsePattern` makes them. */
function lastFunction(chain: unknown): string {
  if (typeof chain === "string") return chain;
  const steps = chain as readonly unknown[];
  const isStep = typeof steps[0] === "string" && steps.length === 2 && typeof steps[1] === "object" && !Array.isArray(steps[1]);
  return isStep ? (steps[0] as string) : lastFunction(steps.at(-1));
}

function checkStep(runtime: Runtime, key: string, names: readonly string[]): void {
  const { inputs, parameters } = described(runtime, key);
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
