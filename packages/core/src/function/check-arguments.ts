import { suggest } from "../registry/nearest.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { ArrayArgument } from "./argument.js";
import type { FunctionDefinition } from "./definition.js";
import { display } from "./display.js";
import type { FunctionEntry } from "./entry.js";
import { InvalidArgumentError, UnknownParameterError } from "./function-errors.js";
import type { Outputs } from "./output.js";
import { asPlainList, isPerPlane } from "./per-plane.js";
import { callsByPlanes, planeCount, planeSpecs } from "./planes.js";
import { defaultOf, holds, signatureOf, type Signature } from "./signature.js";

/** Stands for a parameter that an earlier step will produce: a plan is made without it. */
export const pending = Symbol.for("openhcs.pending");

/** The arguments of a call: arrays and parameters by name, checked and with defaults. */
export interface CheckedArguments {
  readonly arrays: Readonly<Record<string, unknown>>;
  readonly specs: Readonly<Record<string, ArraySpec>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whether the body is called with every plane of the first array. */
  readonly byPlanes: boolean;
}

/**
 * Holds a call's arguments against the definition; in a call by planes, what the body sees of them.
 *
 * @param specOf what is known of a value if it is an array of any memory type
 * @param sliceBySlice whether a flexible function is called by planes
 * @throws InvalidArgumentError, UnknownParameterError
 */
export function checkArguments(
  { key, definition }: Pick<FunctionEntry, "key" | "definition">, args: readonly unknown[], specOf: (value: unknown) => ArraySpec | undefined, sliceBySlice = false,
): CheckedArguments {
  const signature = signatureOf(definition);
  const [positional, named] = splitArguments(key, signature, args, specOf);
  const arrays: Record<string, unknown> = {};
  const specs: Record<string, ArraySpec> = {};
  for (let i = 0; i < signature.inputs.length; i++) {
    const { name, argument } = signature.inputs[i] as Signature["inputs"][number];
    const given = ownValue(named, name);
    if (i === 0 && positional !== undefined && given !== undefined) throw new InvalidArgumentError(key, name, "is given twice: as the first argument and by name", given);
    const value = i === 0 ? (positional ?? given) : given;
    if (value === undefined && argument.optional === true) continue;
    const spec = specOf(value);
    if (spec === undefined) throw new InvalidArgumentError(key, name, arrayRule(name, argument, value, signature), value);
    arrays[name] = value;
    specs[name] = spec;
  }
  const [first] = Object.values(specs);
  const byPlanes = first !== undefined && callsByPlanes(definition, sliceBySlice, first.shape.length);
  const seen = byPlanes ? planeSpecs(specs) : specs;
  for (const { name, argument } of signature.inputs) if (Object.hasOwn(seen, name)) checkArray(key, name, argument, seen[name] as ArraySpec);
  const parameters = fillParameters(key, signature, named, firstRank(signature, seen), byPlanes ? planeCount(first.shape) : undefined);
  const verdict = definition.check?.(seen, parameters);
  if (typeof verdict === "string") throw new InvalidArgumentError(key, "arguments", verdict, { ...seen, ...parameters }, describeCall(verdict, seen, parameters, named));
  if (byPlanes) checkNotEmpty(key, definition, specs);
  return { arrays, specs, parameters, byPlanes };
}

/** What stands where an array does must be one; a number is told where it goes, if a parameter of the usual name takes it instead. */
function arrayRule(name: string, { optional }: ArrayArgument, value: unknown, { parameters }: Signature): string {
  if (value === undefined) return "must be given, and must be an array";
  const isInstead = (parameter: Signature["parameters"][number]) => [`${name}Value`, "value"].includes(parameter.name) && parameter.argument.type === "number";
  const instead = optional === true && typeof value === "number" ? parameters.find(isInstead) : undefined;
  return instead === undefined ? "must be an array" : `must be an array; a number is given as "${instead.name}"`;
}

/** The first array is positional; without arrays, parameters come first. */
function splitArguments(
  key: string, { inputs, names }: Signature, args: readonly unknown[], specOf: (value: unknown) => ArraySpec | undefined,
): readonly [unknown, Readonly<Record<string, unknown>>] {
  const first = inputs.length === 0 ? undefined : args[0];
  const named = (inputs.length === 0 ? args[0] : args[1]) ?? {};
  if (typeof named !== "object") throw new InvalidArgumentError(key, "parameters", "must be an object", named);
  for (const name in named) {
    if (names.has(name)) continue;
    if (specOf(named) !== undefined) throw new InvalidArgumentError(key, "parameters", "must be an object, in which arrays after the first stand by name", named);
    const nearest = suggest(name, names);
    const known = names.size === inputs.length ? "it has none." : `it has ${[...names].slice(inputs.length).join(", ")}.`;
    throw new UnknownParameterError(key, name, nearest, nearest.length > 0 ? `did you mean "${nearest[0]}"?` : known);
  }
  return [first, named as Readonly<Record<string, unknown>>];
}

/** What was given by a name: `constructor`, which every object has, is given only where it is its own. */
function ownValue(named: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(named, name) ? named[name] ?? undefined : undefined;
}

/** @param planes how many planes the call is made with, where it is by planes */
function fillParameters(
  key: string, signature: Signature, named: Readonly<Record<string, unknown>>, rank: number, planes: number | undefined,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const { name, argument, rule } of signature.parameters) {
    const value = ownValue(named, name);
    const given = planes === undefined ? asPlainList(value) ?? undefined : value;
    if (!holds(argument.when, filled)) {
      if (given !== undefined) throw new InvalidArgumentError(key, name, `exists only where ${describe(argument.when ?? {})}`, given);
      continue;
    }
    const used = given ?? defaultOf(argument, filled);
    if (used === undefined) {
      if (argument.optional === true) continue;
      const answer = rule(undefined, rank);
      throw new InvalidArgumentError(key, name, answer === true || answer.startsWith("must be given") ? "must be given" : `must be given, and ${answer}`, given);
    }
    if (used === pending) continue;
    const broken = isPerPlane(used) ? brokenByPlane(used, (each) => rule(each, rank), planes) : rule(used, rank);
    if (typeof broken === "string") throw new InvalidArgumentError(key, name, broken, used);
    filled[name] = used;
  }
  return filled;
}

function brokenByPlane(values: readonly unknown[], rule: (value: unknown) => true | string, planes: number | undefined): true | string | undefined {
  if (values.length !== planes) return `must have one value for each of ${planes} planes`;
  return values.map(rule).find((answer) => answer !== true);
}

/** Of no planes at all nobody can tell what the arrays that the body gives would be. */
function checkNotEmpty(key: string, { outputs }: FunctionDefinition, specs: Readonly<Record<string, ArraySpec>>): void {
  const [[input, { shape }]] = Object.entries(specs) as [[string, ArraySpec]];
  if (planeCount(shape) > 0 || !Object.values(outputs as Outputs).some(({ type }) => type === "array")) return;
  throw new InvalidArgumentError(key, input, "must have at least one plane", shape, `shape [${shape.join(", ")}]`);
}

function checkArray(key: string, name: string, { dtypes, ranks }: ArrayArgument, { dtype, shape }: ArraySpec): void {
  if (dtypes !== undefined && !dtypes.includes(dtype)) {
    throw new InvalidArgumentError(key, name, `must be of dtype ${dtypes.join(", ")}`, dtype, dtype);
  }
  if (ranks !== undefined && !ranks.includes(shape.length)) {
    throw new InvalidArgumentError(key, name, `must have ${ranks.join(" or ")} axes`, shape, `shape [${shape.join(", ")}]`);
  }
}

function firstRank({ inputs }: Signature, specs: Readonly<Record<string, ArraySpec>>): number {
  const name = inputs[0]?.name;
  return name === undefined ? 0 : (specs[name]?.shape.length ?? 0);
}

function describe(condition: Readonly<Record<string, string | readonly string[]>>): string {
  return Object.entries(condition).map(([name, accepted]) => `${name} is ${[accepted].flat().join(" or ")}`).join(" and ");
}

/** The arrays, and the parameters that were given or that the verdict is about: defaults would drown them. */
function describeCall(
  verdict: string, specs: Readonly<Record<string, ArraySpec>>, parameters: Readonly<Record<string, unknown>>, named: Readonly<Record<string, unknown>>,
): string {
  const words = new Set(verdict.match(/[\w$]+/g));
  const arrays = Object.entries(specs).map(([name, { dtype, shape }]) => `${name}: ${dtype} [${shape.join(", ")}]`);
  const shown = Object.entries(parameters).filter(([name]) => words.has(name) || ownValue(named, name) !== undefined);
  return [...arrays, ...shown.map(([name, value]) => `${name}: ${display(value)}`)].join(", ") || "nothing";
}
