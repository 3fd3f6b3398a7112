import type { FunctionDefinition, FunctionEntry, Output } from "@openhcs/core";
import type { ResultType } from "./target.js";

/** Outputs that get files of their own beside the main result, by name. */
export type NamedOutputs = ReadonlyMap<string, ResultType>;

/** The name under which core keeps an object that a function returns after its outputs. */
const metadata = "metadata";

/**
 * What these functions give besides the image: everything that a function of the user declares, and its metadata; of the library's own
 * functions arrays and tables, for their numbers, such as a count of labels, follow from the result, and are in `--json`.
 */
export function namedOutputs(entries: readonly FunctionEntry[]): NamedOutputs {
  const named = new Map<string, ResultType>();
  for (const { namespace, definition } of entries) {
    const isOfUser = namespace !== undefined;
    if (isOfUser) named.set(metadata, "object");
    for (const [name, { type }] of Object.entries(definition.outputs as Readonly<Record<string, Output>>)) {
      if (isOfUser || type === "array" || type === "table") named.set(name, type);
    }
  }
  return named;
}

/** Name of the output that is the main result. */
export function mainName({ outputs, main }: FunctionDefinition): string {
  return (main as string | undefined) ?? (Object.keys(outputs)[0] as string);
}

/** What a value may turn out to be, for outputs whose type only the value tells. */
export function possibleTypes(type: ResultType): readonly ResultType[] {
  return type === "any" ? ["array", "table", "object"] : [type];
}
