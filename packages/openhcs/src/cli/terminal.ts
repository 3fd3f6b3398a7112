import picocolors from "picocolors";
import { textTable } from "../table/text-table.js";

/** Where a command reads and writes: results go to standard output, everything else to standard error. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Colours of standard output; plain text where that is no terminal. */
  readonly colours: ReturnType<typeof picocolors.createColors>;
  readonly errorColours: ReturnType<typeof picocolors.createColors>;
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const wantsColour = (stream: NodeJS.WriteStream) => stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return {
    stdin, stdout, stderr,
    colours: picocolors.createColors(wantsColour(stdout)),
    errorColours: picocolors.createColors(wantsColour(stderr)),
  };
}

export function print({ stdout }: Terminal, text: string): void {
  stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Rows in aligned columns on a terminal; elsewhere with tabs between, for other programs. */
export function tabular(terminal: Terminal, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (terminal.stdout.isTTY === true) return aligned(terminal, titles, rows);
  return [titles, ...rows].map((row) => row.join("\t")).join("\n");
}

/** Rows in aligned columns, no wider than a terminal. */
export function aligned({ stdout, colours }: Terminal, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return textTable(titles.map((title) => ({ title })), rows, colours.dim, stdout.isTTY === true ? stdout.columns : Infinity);
}

export function printJson(terminal: Terminal, value: unknown): void {
  print(terminal, JSON.stringify(value, jsonValue, 2));
}

/** Columns of tables as lists, big integers as text, and numbers that JSON lacks as null. */
export function jsonValue(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as unknown as Iterable<number>) : value;
}
