import type { FunctionDefinition } from "./definition.js";
import { OpenHcsError } from "../errors/openhcs-error.js";

/** A body returned fewer outputs than declared, or something that cannot be told apart. */
export class InvalidResultError extends OpenHcsError {
  readonly code = "INVALID_RESULT";
  readonly functionName: string;
  constructor(functionName: string, rule: string) {
    super(`${functionName}: ${rule}`);
    this.functionName = functionName;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_RESULT: InvalidResultError;
  }
}

/** Name of the output that `run` returns. */
export function mainOutputName({ main, outputs }: FunctionDefinition): string {
  return (main as string | undefined) ?? (Object.keys(outputs)[0] as string);
}

/**
 * Outputs by name from what a body returned: the only output itself, a tuple in declared order, or a record of outputs.
 *
 * A plain object after the declared members of a tuple is kept as the output `metadata`.
 */
export function outputsOf(definition: FunctionDefinition, returned: unknown): Record<string, unknown> {
  const declared = Object.keys(definition.outputs);
  if (Array.isArray(returned) && !takesList(definition, declared)) return fromTuple(definition, declared, returned);
  if (declared.length > 1) {
    if (!isPlainObject(returned)) throw new InvalidResultError(definition.name, `must return its ${declared.length} outputs ${declared.join(", ")}, returned one value.`);
    return fromRecord(definition, declared, returned);
  }
  if (returned === undefined) throw new InvalidResultError(definition.name, `must return "${declared[0]}", returned nothing.`);
  return { [declared[0] as string]: returned };
}

function takesList(definition: FunctionDefinition, declared: readonly string[]): boolean {
  return declared.length === 1 && ["list", "any"].includes(definition.outputs[declared[0] as string].type);
}

function fromTuple(definition: FunctionDefinition, declared: readonly string[], tuple: readonly unknown[]): Record<string, unknown> {
  const missing = declared.find((name, i) => tuple[i] === undefined && definition.outputs[name].optional !== true);
  if (missing !== undefined) throw new InvalidResultError(definition.name, `declares ${declared.join(", ")} but returned ${tuple.length} values without "${missing}".`);
  const outputs = Object.fromEntries(declared.slice(0, tuple.length).map((name, i) => [name, tuple[i]]));
  const [extra, ...more] = tuple.slice(declared.length);
  if (extra === undefined) return outputs;
  if (more.length > 0 || !isPlainObject(extra)) {
    throw new InvalidResultError(definition.name, `returned ${tuple.length} values but declares ${declared.join(", ")}. Name the others in specialOutputs, or return them in an object after the declared ones.`);
  }
  return { ...outputs, metadata: extra };
}

function fromRecord(definition: FunctionDefinition, declared: readonly string[], record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const name of declared) {
    if (record[name] === undefined && definition.outputs[name].optional !== true) throw new InvalidResultError(definition.name, `did not return its output "${name}".`);
  }
  return { ...record };
}

/** What somebody would call a value: `null`, `a Float32Array`, `a number`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const named = isPlainObject(value) ? "" : (value.constructor as { readonly name?: unknown } | undefined)?.name;
  const name = typeof named === "string" && named !== "" ? named : "object";
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
