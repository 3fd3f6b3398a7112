import type { FunctionDefinition, FunctionEntry, Output } from "@openhcs/core";
import type { ResultType } from "./target.js";

/** Outputs that get files of their own beside the main result, by name. */
export type NamedOutputs = ReadonlyMap<string, Output>;

/** The name under which core keeps an object that a function returns after its outputs. */
const metadata = "metadata";

/** What these functions give besides the image: everything that they declare; and the metadata of the user's own. */
export function namedOutputs(entries: readonly FunctionEntry[]): NamedOutputs {
  const named = new Map<string, Output>();
  for (const { namespace, definition } of entries) {
    if (namespace !== undefined) named.set(metadata, { type: "object" });
    for (const [name, output] of Object.entries(definition.outputs as Readonly<Record<string, Output>>)) named.set(name, output);
  }
  return named;
}

/** Name of the output that is the main result. */
export function mainName({ outputs, main }: FunctionDefinition): string {
  return (main as string | undefined) ?? (Object.keys(outputs)[0] as string);
}

/** Whether an output is numbers of regions, between which there is nothing. */
export function holdsLabels(output: Output | undefined): boolean {
  return output?.type === "array" && output.result === "labels";
}

/** What a value may turn out to be, for outputs whose type only the value tells: an array of so few axes that it is a number or a list. */
export function possibleTypes(type: ResultType): readonly ResultType[] {
  if (type === "array") return ["array", "list"];
  return type === "any" ? ["array", "table", "object"] : [type];
}
