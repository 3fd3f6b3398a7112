import { KernelBuildError, messageOf } from "@openhcs/core";
import type { FunctionText } from "./function-text.js";

/** What gpu.js, or the parser, says of a text, with the place that it means where that can be told. */
export function buildError(name: string, source: string, text: FunctionText | undefined, error: unknown): KernelBuildError {
  const log = messageOf(error);
  const place = placeOf(text, error, log);
  const message = log.replace(/ \(\d+:\d+\)$/, "").replace(/ on line [^]*$/, "");
  const made = new KernelBuildError(name, place === undefined ? [] : [{ ...place, message, snippet: source.split("\n")[place.line - 1] ?? "" }], log);
  made.cause = error;
  return made;
}

function placeOf(text: FunctionText | undefined, error: unknown, log: string): { readonly line: number; readonly column: number } | undefined {
  const { loc } = error as { readonly loc?: { readonly line: number; readonly column: number } };
  if (loc !== undefined) return { line: loc.line, column: loc.column + 1 };
  const [, kind] = /unhandled type "(\w+)"/i.exec(log) ?? [];
  return kind === undefined ? undefined : text?.find(kind);
}
