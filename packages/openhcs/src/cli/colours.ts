import { randomInt } from "node:crypto";
import { printable } from "./printable.js";

type Style = (text: string) => string;

export interface Colours {
  readonly bold: Style;
  readonly dim: Style;
  readonly underline: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly cyan: Style;
}

/**
 * Numbers that nobody can guess stand in our own colours until they are written, so that what others wrote cannot bring any: see `shown`.
 *
 * Of four digits each, as the sequences of a terminal have them, which so do not count as width.
 */
const mark = Array.from({ length: 4 }, () => randomInt(1000, 10_000)).join(";");
const own = new RegExp(`\\u001b\\[(\\d+);${mark}m`, "g");

/** Styles for `print` and `tell`; without colours they leave text as it is. */
export function coloursFor(isWanted: boolean): Colours {
  const style = (open: number, close: number): Style => (isWanted ? (text) => `\u001b[${open};${mark}m${text}\u001b[${close};${mark}m` : String);
  return { bold: style(1, 22), dim: style(2, 22), underline: style(4, 24), red: style(31, 39), green: style(32, 39), yellow: style(33, 39), cyan: style(36, 39) };
}

/** Text as it is written: our own colours, and nothing else that a terminal would obey. */
export function shown(text: string): string {
  return text.split(own).map((part, at) => (at % 2 === 0 ? printable(part) : `\u001b[${part}m`)).join("");
}
