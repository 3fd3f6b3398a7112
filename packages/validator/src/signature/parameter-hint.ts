import { rangeLike } from "./range-like.js";
import { intervalAt, isEmptyRange, readRange, type Range } from "./range-text.js";
import { isUnit, isUnitOfNumber, unitAtEnd } from "./unit.js";

/** What the text of `@param` says besides prose. */
export interface ParameterHint {
  readonly description: string;
  readonly unit?: string;
  readonly isInteger: boolean;
  readonly range?: Range;
  /** What looks like a range, but is none for certain, or holds no number. */
  readonly doubt?: string;
}

/** Longer texts are prose alone. */
const maxLength = 4000;

/**
 * Reads `pixels, 0..50`: parts between commas, of which one may be a unit, one `integer`, and one a range or end with one; the rest is
 * the description.
 *
 * A range is `0..50`, `0..`, `..50`, `[0, 50]`, `(0, 1]`, `>= 0`, `< 1`, `0 < name < 1`, `between 0 and 1`, `from 0 to 1` or `0-1`. A unit stands alone, behind a range, or at the
 * end of prose: `width in pixels`.
 */
export function readHint(text: string, name = ""): ParameterHint {
  if (text.length > maxLength) return { description: text, isInteger: false };
  const prose: string[] = [];
  let unit: string | undefined;
  let range: Range | undefined;
  let doubt: string | undefined;
  let isInteger = false;
  let before = "";
  for (const part of parts(text)) {
    const bare = part.replace(/\.$/, "").trim();
    const read = range === undefined ? readRange(part, before, name) ?? readRange(bare, before, name) : undefined;
    if (read !== undefined && isEmptyRange(read.range)) { doubt ??= bare; prose.push(part); }
    else if (read !== undefined) {
      range = read.range;
      unit ??= read.unit;
      if (isUnit(read.prose)) unit ??= read.prose;
      else if (read.prose !== "") prose.push(read.prose);
    } else if (unit === undefined && isUnitPart(bare)) unit = bare.replace(/^in /i, "");
    else if (/^(?:an? )?(?:integer|whole number)s?$/i.test(bare)) isInteger = true;
    else prose.push(part);
    before = bare;
  }
  const description = prose.join(", ");
  unit ??= prose.map(unitAtEnd).find((found) => found !== undefined);
  if (range === undefined) doubt ??= rangeLike(description);
  return { description, isInteger, ...(unit === undefined ? {} : { unit }), ...(range === undefined ? {} : { range }), ...(doubt === undefined ? {} : { doubt }) };
}

function isUnitPart(part: string): boolean {
  return isUnit(part) || (/^in /i.test(part) && isUnitOfNumber(part.slice(3)));
}

/** Split at commas and semicolons, but not within intervals and brackets. */
function parts(text: string): readonly string[] {
  const closing = closersOf(text);
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ("[(]".includes(character)) {
      intervalAt.lastIndex = at;
      const length = intervalAt.exec(text)?.[0].length;
      at = length === undefined ? closing.get(at) ?? at : at + length - 1;
    } else if ((character === "," || character === ";") && (at + 1 === text.length || text.charAt(at + 1) === " ")) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  found.push(text.slice(from));
  return found.map((part) => part.trim()).filter((part) => part !== "" && part !== ".");
}

/** Where each bracket is closed, by whatever kind of bracket. */
function closersOf(text: string): ReadonlyMap<number, number> {
  const open: number[] = [];
  const closing = new Map<number, number>();
  for (const { index, 0: bracket } of text.matchAll(/[()[\]]/g)) {
    if (bracket === "(" || bracket === "[") { open.push(index); continue; }
    const opener = open.pop();
    if (opener !== undefined) closing.set(opener, index);
  }
  return closing;
}
