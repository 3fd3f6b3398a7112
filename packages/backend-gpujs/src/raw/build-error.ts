import { KernelBuildError, messageOf } from "@openhcs/core";
import type { FunctionText, Place } from "./function-text.js";

/** What gpu.js, or the parser, says of a text, with the place that it means where that can be told. */
export function buildError(name: string, source: string, text: FunctionText | undefined, error: unknown): KernelBuildError {
  const log = messageOf(error);
  const place = placeOf(text, error, log);
  const message = log.replace(/ \(\d+:\d+\)$/, "").replace(/ on line [^]*$/, "").replace(/^user_(?=\w+ is not defined)/, "");
  const made = new KernelBuildError(name, place === undefined ? [] : [{ ...place, message, snippet: source.split("\n")[place.line - 1] ?? "" }], log);
  made.cause = error;
  return made;
}

/** The lines that gpu.js itself tells are those that follow, so that the code that it quotes is looked for. */
function placeOf(text: FunctionText | undefined, error: unknown, log: string): Place | undefined {
  const { loc } = error as { readonly loc?: { readonly line: number; readonly column: number } };
  if (loc !== undefined) return { line: loc.line, column: loc.column + 1 };
  const [, kind] = /unhandled type "(\w+)"/i.exec(log) ?? [];
  const [, quote] = / on line \d+, position \d+:\n ([^]+)$/.exec(log) ?? [];
  const [, name] = /^user_(\w+) is not defined/.exec(log) ?? [];
  if (kind !== undefined) return text?.find(kind);
  if (quote !== undefined) return text?.findQuoted(quote);
  if (name !== undefined) return text?.find("Identifier", name);
  return log.startsWith("unhandled returnType") ? text?.find("ReturnStatement") : undefined;
}
