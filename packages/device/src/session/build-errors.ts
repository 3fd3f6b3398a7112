import { KernelBuildError } from "@openhcs/core";
import type { KernelSource } from "../dialect/kernel-source.js";

/** A line of a log: clang's `file:3:7: error: …`, PoCL's `error: file:3:7: …`, NVRTC's `file(3): error: …`. */
const complaint = /^(error: )?.+?(?::(\d+):(\d+)|\((\d+)\)): (?:((?:fatal |catastrophic )?error(?: #[\w-]+)?: ))?(.*)$/gm;

/** The errors of a compiler's log that are about the kernel's own lines. */
export function readBuildLog({ name, text, linesBefore }: KernelSource, log: string): KernelBuildError {
  const lines = text.split("\n");
  const messages = [...log.matchAll(complaint)].flatMap(([, before, clangLine, clangColumn, nvrtcLine, after, message = ""]) => {
    const line = Number(clangLine ?? nvrtcLine);
    const snippet = lines[line - 1] ?? "";
    const isOwn = line > linesBefore && (before !== undefined || after !== undefined);
    return isOwn ? [{ line: line - linesBefore, column: Number(clangColumn ?? columnOf(message, snippet)), message, snippet }] : [];
  });
  return new KernelBuildError(name, messages, log);
}

function columnOf(message: string, snippet: string): number {
  const [, name] = /"(\w+)"/.exec(message) ?? [];
  const named = name === undefined ? -1 : snippet.search(new RegExp(`\\b${name}\\b`));
  return (named < 0 ? snippet.search(/\S|$/) : named) + 1;
}
