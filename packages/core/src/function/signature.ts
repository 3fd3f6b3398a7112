import type { ArrayArgument, Condition, ParameterArgument } from "./argument.js";
import type { FunctionDefinition } from "./definition.js";
import { parameterRule, type ParameterRule } from "./parameter-rule.js";

interface SignatureInput {
  readonly name: string;
  readonly argument: ArrayArgument;
}

interface SignatureParameter {
  readonly name: string;
  readonly argument: ParameterArgument;
  readonly rule: ParameterRule;
}

/** A definition's arguments, prepared for checking many calls. */
export interface Signature {
  readonly inputs: readonly SignatureInput[];
  readonly parameters: readonly SignatureParameter[];
  readonly names: ReadonlySet<string>;
}

const signatures = new WeakMap<object, Signature>();

export function signatureOf(definition: FunctionDefinition): Signature {
  let signature = signatures.get(definition);
  if (signature === undefined) {
    signature = prepare(definition);
    signatures.set(definition, signature);
  }
  return signature;
}

function prepare({ inputs, parameters }: FunctionDefinition): Signature {
  return {
    inputs: Object.entries(inputs as Record<string, ArrayArgument>).map(([name, argument]) => ({ name, argument })),
    parameters: Object.entries(parameters as Record<string, ParameterArgument>)
      .map(([name, argument]) => ({ name, argument, rule: parameterRule(argument) })),
    names: new Set([...Object.keys(inputs), ...Object.keys(parameters)]),
  };
}

/** Whether a call's first argument is an array; without arrays, parameters come first. */
export function takesArrays(definition: FunctionDefinition): boolean {
  return signatureOf(definition).inputs.length > 0;
}

/** Whether a parameter exists, given those that are filled in already. */
export function holds(condition: Condition | undefined, filled: Readonly<Record<string, unknown>>): boolean {
  if (condition === undefined) return true;
  return Object.entries(condition).every(([name, accepted]) =>
    typeof accepted === "string" ? filled[name] === accepted : accepted.includes(filled[name] as string));
}

/** The default of a parameter, given those that are filled in already. */
export function defaultOf(argument: ParameterArgument, filled: Readonly<Record<string, unknown>>): unknown {
  for (const [name, byValue] of Object.entries(argument.defaultBy ?? {})) {
    const value = filled[name] as string;
    if (Object.hasOwn(byValue, value)) return byValue[value];
  }
  return argument.default;
}
