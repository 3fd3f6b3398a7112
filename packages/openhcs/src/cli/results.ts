import { dirname, extname } from "node:path";
import { sizeOf, type ArraySpec, type CallResult, type Runtime, type Table } from "@openhcs/core";
import { isDeepStrictEqual } from "node:util";
import { csvOf, makeFolder, tableFormatOf, tableFormats, writeFileAtomically, writeTable, type Image } from "@openhcs/io";
import { standardStream, writeOutput, type OutputTraits } from "./images.js";
import { holdsLabels, type NamedOutputs } from "./named-outputs.js";
import { isPlain, plainArray } from "./plain-array.js";
import type { Subject } from "./subject.js";
import { plainName, whereArraysGo, type ResultType, type Target } from "./target.js";
import { jsonValue, printExactly, printJson, tell, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Numbers of an array that are printed; what has more is for a file. */
export const mostPrinted = 256;

interface ResultPlan {
  readonly source: Image | undefined;
  readonly input: string | undefined;
  readonly target: Target;
  readonly subject: Subject;
  /** Prints nothing but what goes to standard output by name. */
  readonly isQuiet: boolean;
}

/** An output of a call, as far as it is a result of its own. */
interface NamedOutput {
  readonly name: string;
  readonly type: ResultType;
  readonly value: unknown;
  readonly isLabels: boolean;
}

/**
 * Writes or prints what a call gave, of each component where there are several; gives the paths written.
 *
 * A folder takes all that is named; where only one result is asked for, one line on standard error says what else there is.
 */
export async function writeResults(terminal: Terminal, runtime: Runtime, { value, outputs }: Pick<CallResult, "value" | "outputs">, plan: ResultPlan): Promise<string[]> {
  if (!plan.subject.isByComponent) return writeComponent(terminal, runtime, value, outputs, undefined, plan);
  const written = [];
  for (const [component, result] of Object.entries(value as object)) {
    const named = (outputs as Readonly<Record<string, Values>>)[component] ?? {};
    written.push(...await writeComponent(terminal, runtime, result, named, component, plan));
  }
  return written;
}

type Values = Readonly<Record<string, unknown>>;

async function writeComponent(terminal: Terminal, runtime: Runtime, value: unknown, outputs: Values, component: string | undefined, { source, input, target, subject, isQuiet }: ResultPlan): Promise<string[]> {
  const path = target.main(input, component, typeOf(runtime, subject.resultType, value, source));
  const plain = isArray(runtime, value) && isPlain(runtime.spec(value)) ? plainArray(await runtime.to(value, "ndarray")) : undefined;
  const besides = namedAmong(runtime, subject.named(component), outputs, { source, plain });
  const { hasSpectra } = subject;
  if (target.beside === undefined) {
    const { asked, others } = chosenFor(runtime, path, { name: subject.mainOutput(component), type: "array", value, isLabels: subject.givesLabels }, besides);
    if (path !== undefined) await writeResult(terminal, runtime, path, asked, { source, isLabels: subject.givesLabels, hasSpectra });
    else if (!isQuiet) printValue(terminal, isArray(runtime, asked) ? printable(runtime.spec(asked), plain) : asked);
    if (!isQuiet && areWorthTelling(others, subject)) tell(terminal, `also computed: ${others.map(({ name, type }) => `${plainName(name)} (${type})`).join(", ")}; give a folder, such as -o results/, to keep all.`);
    return path === undefined ? [] : [path];
  }
  await writeResult(terminal, runtime, path as string, value, { source, isLabels: subject.givesLabels, hasSpectra });
  const written = [path as string];
  for (const output of besides) {
    const file = target.beside(input, component, output.name, output.type);
    await writeResult(terminal, runtime, file, output.value, { source, isLabels: output.isLabels, hasSpectra });
    written.push(file);
  }
  return written;
}

function namedAmong(runtime: Runtime, named: NamedOutputs, outputs: Values, { source, plain }: { readonly source: Image | undefined; readonly plain: unknown }): NamedOutput[] {
  return [...named].flatMap(([name, declared]) => {
    const value = outputs[name];
    // The number that reductions give by name as well is the main result itself.
    const isMain = declared.optional === true && isDeepStrictEqual(value, plain);
    return value === undefined || isMain ? [] : [{ name, value, type: typeOf(runtime, declared.type, value, source), isLabels: holdsLabels(declared) }];
  });
}

/** What a file is for: the main result; where that is an array and the file is of a format of tables, the only table. */
function chosenFor(runtime: Runtime, path: string | undefined, main: NamedOutput, besides: readonly NamedOutput[]): { readonly asked: unknown; readonly others: readonly NamedOutput[] } {
  const tables = besides.filter(({ type }) => type === "table");
  const [table] = tables;
  const isTableAsked = path !== undefined && isTableFile(path) && isArray(runtime, main.value) && tables.length === 1;
  if (!isTableAsked || table === undefined) return { asked: main.value, others: besides };
  return { asked: table.value, others: [main, ...besides.filter((output) => output !== table)] };
}

/** Whether there is more than numbers by which functions of the library say what they did: those are in --json and in folders. */
function areWorthTelling(others: readonly NamedOutput[], { isBuiltIn }: Subject): boolean {
  return others.some(({ value }) => !isBuiltIn || typeof value === "object");
}

/** As it is written: an array that has lost the axes of the image, a number or a list; a declared table that is none, or a value whose type nobody declared, as what it turns out to be. */
function typeOf(runtime: Runtime, declared: ResultType, value: unknown, source: Image | undefined): ResultType {
  if (isArray(runtime, value)) return isPlain(runtime.spec(value)) && (source?.array.rank ?? 2) > runtime.spec(value).shape.length ? "list" : "array";
  if ((declared === "table" || declared === "any") && isTable(value)) return "table";
  if (declared !== "table" && declared !== "any" && declared !== "array") return declared;
  if (Array.isArray(value)) return "list";
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? typeof value as ResultType : "object";
}

async function writeResult(terminal: Terminal, runtime: Runtime, path: string, value: unknown, traits: OutputTraits): Promise<void> {
  if (path !== standardStream) makeFolder(dirname(path));
  const extension = extname(path).toLowerCase();
  if (isArray(runtime, value)) {
    const array = await runtime.to(value, "ndarray");
    return extension === ".json" && isPlain(array) ? writeJson(path, plainArray(array)) : writeOutput(terminal, path, array, traits);
  }
  if (path === standardStream) throw new UsageError("-o - takes an array; without -o the result is printed.");
  if (isTable(value)) {
    if (tableFormatOf(path) === undefined) throw new UsageError(`this result goes to ${tableFormats.flatMap(({ extensions }) => extensions).join(", ")}, not to ${path}.`);
    return writeTable(path, value);
  }
  if (extension !== ".json") throw new UsageError(`this result goes to .json, not to ${path}.`);
  return writeJson(path, value);
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFileAtomically(path, `${JSON.stringify(value, jsonValue, 2)}\n`);
}

/** A small array as text, a value in each line. @throws UsageError where it is none */
function printable({ shape }: ArraySpec, plain: unknown): string {
  if (plain === undefined || sizeOf(shape) > mostPrinted) throw new UsageError(`the result is an array of shape [${shape.join(", ")}]: ${whereArraysGo}.`);
  return [plain].flat().map(String).join("\n");
}

function printValue(terminal: Terminal, value: unknown): void {
  if (isTable(value)) printExactly(terminal, csvOf(value));
  else if (typeof value === "object") printJson(terminal, value);
  else printExactly(terminal, String(value));
}

/** Outputs as plain data: arrays by what is known of them. */
export function plainOutputs(runtime: Runtime, outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, isArray(runtime, value) ? runtime.spec(value) : value]));
}

/** Whether a file can hold nothing but a table: .json takes any value. */
export function isTableFile(path: string): boolean {
  return extname(path).toLowerCase() !== ".json" && tableFormatOf(path) !== undefined;
}

function isArray(runtime: Runtime, value: unknown): boolean {
  return [...runtime.memoryTypes].some((type) => type.is(value));
}

/** Columns of one length. */
function isTable(value: unknown): value is Table {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const lengths = Object.values(value).map((column) => (Array.isArray(column) || ArrayBuffer.isView(column) ? (column as unknown as { length: number }).length : undefined));
  return lengths.length > 0 && lengths.every((length) => length !== undefined && length === lengths[0]);
}
