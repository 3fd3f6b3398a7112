import type { ArrayOutput, ResultKind } from "./output.js";

/** What an array output means in a call with these parameters. */
export function resultKind({ result, resultBy = {} }: ArrayOutput, parameters: Readonly<Record<string, unknown>>): ResultKind {
  for (const name in resultBy) {
    const kind = resultBy[name]?.[parameters[name] as string];
    if (kind !== undefined) return kind;
  }
  return result;
}
