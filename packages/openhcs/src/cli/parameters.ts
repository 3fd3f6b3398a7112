import type { FunctionDefinition, ListArgument, NumberArgument, ParameterArgument } from "@openhcs/core";
import { UsageError } from "./usage-error.js";

type Declared = Readonly<Record<string, ParameterArgument>>;

export interface Assignment {
  readonly name: string;
  readonly text: string;
}

/** Reads an array from a file, for arrays after the first: `-p markers=@markers.npy`. */
export type ReadArray = (path: string) => Promise<unknown>;

/** Commander's collector of `-p name=value`. @throws UsageError */
export function collectAssignment(argument: string, earlier: readonly Assignment[] = []): Assignment[] {
  const at = argument.indexOf("=");
  if (at < 1) throw new UsageError(`-p takes name=value, received ${JSON.stringify(argument)}.`);
  const name = argument.slice(0, at);
  if (earlier.some((assignment) => assignment.name === name)) throw new UsageError(`-p ${name} is given twice.`);
  return [...earlier, { name, text: argument.slice(at + 1) }];
}

/** The named arguments of a call, each typed as the function declares it; names and ranges are the call's to check. */
export async function argumentsOf(definition: FunctionDefinition, assignments: readonly Assignment[], readArray: ReadArray): Promise<Record<string, unknown>> {
  const parameters = definition.parameters as Declared;
  checkGiven(definition, assignments);
  const values: Record<string, unknown> = {};
  for (const { name, text } of assignments) {
    if (Object.hasOwn(definition.inputs, name)) values[name] = await arrayValue(name, text, readArray);
    else values[name] = Object.hasOwn(parameters, name) ? await declaredValue(parameters[name] as ParameterArgument, text) : anyValue(text);
  }
  return values;
}

/** Before anything is read. Where a name is unknown, which may be this one misspelt, the call says so. @throws UsageError */
function checkGiven({ name: functionName, inputs, parameters, examples = [] }: FunctionDefinition, assignments: readonly Assignment[]): void {
  const given = new Set(assignments.map(({ name }) => name));
  if ([...given].some((name) => !Object.hasOwn(parameters, name) && !Object.hasOwn(inputs, name))) return;
  const missing = Object.entries(parameters as Declared).find(([name, argument]) => !given.has(name) && isRequired(argument));
  if (missing === undefined) return;
  const [name, argument] = missing;
  const example = [...(argument.examples ?? []), ...examples.map((set) => set[name])].find((value) => value !== undefined);
  throw new UsageError(`${functionName}: "${name}" must be given${example === undefined ? "" : `, such as -p ${name}=${exampleText(example)}`}.`);
}

function isRequired({ default: value, defaultBy, optional = false, when }: ParameterArgument): boolean {
  return value === undefined && defaultBy === undefined && !optional && when === undefined;
}

/** As a shell takes it. */
function exampleText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" ? `'${JSON.stringify(value)}'` : String(value);
}

/** Values that nothing declares, as for a pattern: arrays from files, JSON, else text. */
export async function untypedArguments(assignments: readonly Assignment[], readArray: ReadArray): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { name, text } of assignments) values[name] = text.startsWith("@") ? await readArray(text.slice(1)) : anyValue(text);
  return values;
}

async function arrayValue(name: string, text: string, readArray: ReadArray): Promise<unknown> {
  if (!text.startsWith("@")) throw new UsageError(`${name} is an array; give a file as -p ${name}=@file.npy.`);
  return readArray(text.slice(1));
}

/** Objects and lists are also taken as YAML writes them in a line: `{shape: disk, radius: 3}`. */
async function declaredValue(argument: ParameterArgument, text: string): Promise<unknown> {
  const value = typedValue(argument, text);
  const isUnread = typeof value === "string" && (argument.type === "object" || argument.type === "list");
  return isUnread && /^\s*[{[]/.test(value) ? yamlValue(value) : value;
}

async function yamlValue(text: string): Promise<unknown> {
  const { parseDocument } = await import("yaml"); // Which takes a while to load.
  const document = parseDocument(text, { logLevel: "silent" });
  return document.errors.length === 0 ? document.toJS() as unknown : text;
}

/** The text where it cannot be what is declared, so that the call's own check says what is. */
function typedValue(argument: ParameterArgument, text: string): unknown {
  switch (argument.type) {
    case "number":
    case "integer":
      return numberValue(argument, text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "list":
      return listValue(argument, text);
    case "string":
    case "file":
      return text;
    default:
      return anyValue(text);
  }
}

function numberValue(argument: NumberArgument, text: string): unknown {
  if ((argument.perAxis === true || argument.orList === true) && /[,[]/.test(text)) return listValue({ type: "list", items: { type: argument.type } }, text);
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}

/** `1,2,3`, or JSON. */
function listValue({ items }: ListArgument, text: string): unknown {
  if (text.trimStart().startsWith("[")) return anyValue(text);
  const parts = text === "" ? [] : text.split(",");
  return parts.map((part) => (items === undefined ? anyValue(part.trim()) : typedValue(items, part.trim())));
}

function anyValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
