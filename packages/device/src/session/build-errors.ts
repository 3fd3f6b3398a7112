import { OpenHcsError } from "@openhcs/core";
import type { KernelSource } from "../dialect/kernel-source.js";

/** One complaint of a compiler about the user's own lines. */
export interface BuildMessage {
  readonly line: number;
  /** Where the compiler says none, as NVRTC does: of the name that it complains of, else of the line's first character. */
  readonly column: number;
  readonly message: string;
  /** The line that it is about. */
  readonly snippet: string;
}

/** A kernel does not compile; says where, in lines of the kernel's own source. */
export class KernelBuildError extends OpenHcsError {
  readonly code = "KERNEL_BUILD";
  readonly source: string;
  readonly messages: readonly BuildMessage[];
  /** What the compiler said, as it said it. */
  readonly log: string;
  constructor(source: string, messages: readonly BuildMessage[], log: string) {
    const [first] = messages;
    const where = first === undefined ? log.trim() : `${source}:${first.line}:${first.column}: ${first.message}\n  ${first.snippet.trim()}`;
    super(`the kernel does not compile: ${where}`);
    this.source = source;
    this.messages = messages;
    this.log = log;
  }
}

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

declare module "@openhcs/core" {
  interface ErrorCodes {
    KERNEL_BUILD: KernelBuildError;
  }
}
