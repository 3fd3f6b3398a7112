import type { FileArgument, ListArgument, NumberArgument, ObjectArgument, ParameterArgument, StringArgument } from "./argument.js";

/** Answers `true`, or what the value must be. `rank` is that of the call's first array. */
export type ParameterRule = (value: unknown, rank: number) => true | string;

type Of<Type extends ParameterArgument["type"]> = Extract<ParameterArgument, { type: Type }>;

const rules: { readonly [Type in ParameterArgument["type"]]: (argument: Of<Type>) => ParameterRule } = {
  number: numberRule,
  integer: numberRule,
  string: stringRule,
  boolean: () => (value) => typeof value === "boolean" || "must be true or false",
  list: listRule,
  object: objectRule,
  file: fileRule,
  any: () => (value) => value !== undefined || "must be given",
};

export const parameterTypes = Object.keys(rules) as readonly ParameterArgument["type"][];

export function isParameterType(value: unknown): value is ParameterArgument["type"] {
  return (parameterTypes as readonly unknown[]).includes(value);
}

export function parameterRule(argument: ParameterArgument): ParameterRule {
  return (rules[argument.type] as (argument: ParameterArgument) => ParameterRule)(argument);
}

function numberRule(argument: NumberArgument): ParameterRule {
  const { type, min = -Infinity, max = Infinity, exclusiveMin = false, exclusiveMax = false, perAxis = false, orList = false, nonFinite = false } = argument;
  if (nonFinite) return (value) => typeof value === "number" || "must be a number";
  const noun = type === "integer" ? "an integer" : min === -Infinity && max === Infinity ? "a finite number" : "a number";
  const fits = (value: unknown) => typeof value === "number" && (type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value))
    && (exclusiveMin ? value > min : value >= min) && (exclusiveMax ? value < max : value <= max);
  const range = min === -Infinity && max === Infinity ? "" : ` in ${interval(argument)}`;
  if (orList) return (value) => fits(value) || (Array.isArray(value) && value.every(fits)) || `must be ${noun}${range}, or a list of such`;
  if (!perAxis) return (value) => fits(value) || `must be ${noun}${range}`;
  return (value, rank) => fits(value)
    || (Array.isArray(value) && value.length === rank && value.every(fits))
    || `must be ${noun}${range}, or a list of ${rank}, one per axis`;
}

function interval({ min = -Infinity, max = Infinity, exclusiveMin = false, exclusiveMax = false }: NumberArgument): string {
  const low = min === -Infinity ? "(-∞" : `${exclusiveMin ? "(" : "["}${min}`;
  const high = max === Infinity ? "∞)" : `${max}${exclusiveMax ? ")" : "]"}`;
  return `${low}, ${high}`;
}

function stringRule({ choices }: StringArgument): ParameterRule {
  if (choices === undefined) return (value) => typeof value === "string" || "must be a string";
  const accepted = new Set<unknown>(choices);
  return (value) => accepted.has(value) || `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;
}

function listRule({ items, minLength = 0, maxLength = Infinity }: ListArgument): ParameterRule {
  const item = items === undefined ? undefined : parameterRule(items);
  return (value, rank) => {
    if (!Array.isArray(value)) return "must be a list";
    if (value.length < minLength || value.length > maxLength) return `must have ${lengths(minLength, maxLength)} items`;
    return broken(value.map((each, at) => [`item ${at}`, item?.(each, rank) ?? true]));
  };
}

function lengths(min: number, max: number): string {
  if (min === max) return `exactly ${min}`;
  return max === Infinity ? `at least ${min}` : `${min} to ${max}`;
}

function objectRule({ properties, examples: [example] = [] }: ObjectArgument): ParameterRule {
  const noObject = example === undefined ? "must be an object" : `must be an object, such as ${JSON.stringify(example)}`;
  const byName = Object.entries(properties ?? {}).map(([name, argument]) => ({ name, argument, rule: parameterRule(argument) }));
  return (value, rank) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return noObject;
    const entries = value as Record<string, unknown>;
    const unknown = properties === undefined ? undefined : Object.keys(entries).find((name) => !Object.hasOwn(properties, name));
    if (unknown !== undefined) return `must have no property but ${Object.keys(properties ?? {}).join(", ")}, not "${unknown}"`;
    return broken(byName.map(({ name, argument, rule }) => {
      if (entries[name] !== undefined) return [`property "${name}"`, rule(entries[name], rank)];
      const needed = argument.optional !== true && argument.default === undefined && argument.when === undefined;
      return [`property "${name}"`, needed ? "must be given" : true];
    }));
  };
}

function fileRule({ extensions }: FileArgument): ParameterRule {
  return (value) => {
    if (value instanceof Uint8Array) return true;
    if (typeof value !== "string" || value === "") return "must be a path or bytes";
    if (extensions === undefined || extensions.some((extension) => value.toLowerCase().endsWith(extension.toLowerCase()))) return true;
    return `must end with one of ${extensions.join(", ")}`;
  };
}

function broken(answers: readonly (readonly [what: string, answer: true | string])[]): true | string {
  for (const [what, answer] of answers) if (answer !== true) return `${answer} (${what})`;
  return true;
}
