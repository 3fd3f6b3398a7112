import { coloursFor, shown, type Colours } from "./colours.js";
import { printableJson } from "./printable.js";
import { textTable } from "../table/text-table.js";

/** Where a command reads and writes: results go to standard output, everything else to standard error. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Colours of standard output; plain text where that is no terminal. */
  readonly colours: Colours;
  readonly errorColours: Colours;
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const wantsColour = (stream: NodeJS.WriteStream) => stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return {
    stdin, stdout, stderr,
    colours: coloursFor(wantsColour(stdout)),
    errorColours: coloursFor(wantsColour(stderr)),
  };
}

/** On standard output; whoever wrote the text, it brings no command for a terminal with it. */
export function print({ stdout }: Terminal, text: string): void {
  stdout.write(shown(whole(text)));
}

/** As `print`, on standard error. */
export function tell({ stderr }: Pick<Terminal, "stderr">, text: string): void {
  stderr.write(shown(whole(text)));
}

/** Text that files and other programs get to the letter, such as a source; a terminal gets what `print` would write. */
export function printExactly(terminal: Terminal, text: string): void {
  if (terminal.stdout.isTTY === true) print(terminal, text);
  else terminal.stdout.write(whole(text));
}

function whole(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** Rows in aligned columns on a terminal; elsewhere with tabs between, for other programs. */
export function tabular(terminal: Terminal, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (terminal.stdout.isTTY === true) return aligned(terminal, titles, rows);
  return [titles, ...rows].map((row) => row.map((cell) => cell.replace(/[\t\n]+/g, " ")).join("\t")).join("\n");
}

/** Rows in aligned columns, no wider than a terminal. */
export function aligned({ stdout, colours }: Terminal, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return textTable(titles.map((title) => ({ title })), rows, colours.dim, stdout.isTTY === true ? stdout.columns : Infinity);
}

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.stdout.write(`${jsonText(value, 2)}\n`);
}

/** JSON that a terminal may show as well. */
export function jsonText(value: unknown, indent?: number): string {
  return printableJson(JSON.stringify(value, jsonValue, indent));
}

/** Columns of tables as lists, big integers as text, and numbers that JSON lacks as null. */
export function jsonValue(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as unknown as Iterable<number>) : value;
}
