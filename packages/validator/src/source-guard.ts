import { checkNesting } from "./nesting/check-nesting.js";
import { SourceText } from "./source-text.js";

export interface Refusal {
  readonly code: string;
  readonly start: number;
  readonly message: string;
}

/** Larger sources are refused unread. */
export const maxSourceBytes = 1_000_000;

/** Lines that are shorter hold nobody up. */
const longLine = 5000;
const maxCrowd = 1_000_000_000;
/** Words times characters, for the same reason: the parser counts lines from the beginning for each error. */
const maxWords = 20_000_000_000;

const wordForm = /[A-Za-z_$#@\\]\w*/g;

/** The parser shows the whole line with each of its errors, of which there may be one per word: on a line of many words that takes for ever. */
function crowdedLine(code: string): Refusal | undefined {
  let crowd = 0;
  const words = code.length < 100_000 ? 0 : code.match(wordForm)?.length ?? 0;
  if (words * code.length > maxWords) return { code: "TOO_LARGE", start: 0, message: `The source has ${words} words in ${code.length} characters, too many to be read.` };
  for (const { index, 0: line } of code.matchAll(/[^\n\r\u2028\u2029]+/g)) {
    if (line.length < longLine) continue;
    crowd += line.length * (line.match(wordForm)?.length ?? 0);
    if (crowd > maxCrowd) return { code: "LINE_TOO_LONG", start: index, message: `The source has a line of ${line.length} characters with too many words to be read. Break the line.` };
  }
  return undefined;
}

/** Whether a source may be given to the parser, which is native code and has no stack to spare. */
export function checkSourceText(code: unknown): { readonly text: SourceText; readonly accepted: true | Refusal } {
  if (typeof code !== "string") return { text: new SourceText(""), accepted: { code: "NOT_TEXT", start: 0, message: `The source must be a string, received ${code === null ? "null" : typeof code}.` } };
  if (code.length > maxSourceBytes) {
    return { text: new SourceText(code.slice(0, 200)), accepted: { code: "TOO_LARGE", start: 0, message: `The source has ${code.length} characters; at most ${maxSourceBytes} are read.` } };
  }
  // A byte order mark counts for nothing, and for one column to the parser.
  const text = new SourceText(code.startsWith("\uFEFF") ? ` ${code.slice(1)}` : code);
  return { text, accepted: refusal(text.code) ?? true };
}

function refusal(code: string): Refusal | undefined {
  if (code.trim() === "") return { code: "EMPTY", start: 0, message: "The source is empty." };
  const surrogate = /\p{Surrogate}/u.exec(code);
  if (surrogate !== null) return { code: "LONE_SURROGATE", start: surrogate.index, message: "The source has half a character (a lone surrogate). Write it as an escape." };
  const control = /[\0\u202A-\u202E\u2066-\u2069]/.exec(code);
  if (control === null) return crowdedLine(code) ?? checkNesting(code);
  const [character] = control;
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return character === "\0"
    ? { code: "NULL_CHARACTER", start: control.index, message: "The source has a null character; it is no text." }
    : { code: "BIDI_CONTROL", start: control.index, message: `The source has the invisible character ${name}, which makes code read other than it runs. Write it as an escape.` };
}
