import type { ParameterArgument } from "./argument.js";
import type { FunctionDefinition } from "./definition.js";
import { defineFunction, isFunctionDefinition } from "./define-function.js";
import { InvalidDefinitionError } from "./function-errors.js";
import type { Output } from "./output.js";
import { tagOf, type ImageFunction, type Tag, type Tagged } from "./tag.js";

/** By decoration, so that a function registered twice is the same definition twice. */
const definitions = new WeakMap<Tag, FunctionDefinition>();

/**
 * The definition of a live function of a host: `image` first, then special inputs and parameters in declared order.
 *
 * A live function has no source that could be read, so its parameters must be declared as literal data.
 * @throws InvalidDefinitionError
 */
export function definitionOf(fn: Tagged | FunctionDefinition): FunctionDefinition {
  if (isFunctionDefinition(fn)) return fn;
  const tag = tagOf(fn);
  const name = tag?.name || (fn as ImageFunction).name;
  if (tag === undefined) throw new InvalidDefinitionError(name || "(unnamed)", "is not decorated with a memory type; wrap it: ndarray(fn).");
  if (name === "") throw new InvalidDefinitionError("(unnamed)", "has no name of its own, or lost it as code was minified; give one: ndarray({ name: \"brightSpots\" })(fn).");
  const known = definitions.get(tag);
  if (known !== undefined) return known;
  const definition = define(fn as ImageFunction, tag, name);
  definitions.set(tag, definition);
  return definition;
}

function define(fn: ImageFunction, tag: Tag, name: string): FunctionDefinition {
  const parameters: Record<string, ParameterArgument> = { ...specialInputs(tag), ...tag.parameters };
  const order = Object.keys(parameters);
  checkNames(name, "arguments", ["image", ...(tag.specialInputs ?? []), ...Object.keys(tag.parameters ?? {})]);
  checkNames(name, "outputs", ["image", ...namesOf(tag.specialOutputs)]);
  if (fn.length > 1 + order.length) {
    throw new InvalidDefinitionError(name, `takes ${fn.length} arguments but declares ${order.length} besides image; `
      + "a live function declares its parameters as data: ndarray({ parameters: { threshold: { type: \"number\", default: 0.5 } } })(fn).");
  }
  return defineFunction({
    name,
    documentation: tag.documentation ?? "",
    tags: tag.tags ?? [],
    inputs: { image: { type: "array" } },
    parameters,
    outputs: { image: { type: "array", result: tag.result ?? "image" }, ...specialOutputs(tag) },
    main: "image",
    ...(tag.contract === undefined ? {} : { contract: tag.contract }),
    ...(tag.dtypeConversion === undefined ? {} : { dtypeConversion: tag.dtypeConversion }),
    inputMemoryType: tag.inputMemoryType,
    executionMemoryType: tag.executionMemoryType,
    outputMemoryType: tag.outputMemoryType,
    reference: (inputs, values) => (fn as unknown as (...args: unknown[]) => never)(inputs["image"], ...order.map((parameter) => values[parameter])),
  }) as unknown as FunctionDefinition;
}

function checkNames(functionName: string, what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new InvalidDefinitionError(functionName, `declares "${twice}" twice among its ${what} ${names.join(", ")}.`);
}

function namesOf(declared: Tag["specialOutputs"] = []): readonly string[] {
  return Array.isArray(declared) ? declared : Object.keys(declared);
}

function specialInputs({ specialInputs: names = [] }: Tag): Record<string, ParameterArgument> {
  return Object.fromEntries(names.map((name) => [name, { type: "any" }]));
}

function specialOutputs({ specialOutputs: declared = [] }: Tag): Record<string, Output> {
  return Array.isArray(declared) ? Object.fromEntries(declared.map((name: string) => [name, { type: "any" }])) : { ...(declared as Readonly<Record<string, Output>>) };
}
