import { isUnitOfNumber } from "./unit.js";

export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: true;
  readonly exclusiveMax?: true;
}

/** A range found in a part of a text, and what else that part says. */
export interface RangeText {
  readonly range: Range;
  readonly unit?: string;
  /** What stands before it. */
  readonly prose: string;
}

/** What is longer is prose, of which at most the end is a range. */
const maxLength = 80;

// Of bounded length each, so that no text takes long to read.
const number = "[-+−]?(?:\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20})(?:e[-+]?\\d{1,3})?|[-+−]?(?:∞|Infinity|inf)";
const dots = " ?(?:\\.\\.\\.?|…) ?";
const interval = `(?<open>[[(\\]]) ?(?<from>${number}) ?[,;] ?(?<to>${number}) ?(?<close>[\\])[])`;
const unit = "(?: ?(?<unit>(?!inclusive)[^\\s\\d()[\\],;.<>=-][^\\s\\d()[\\],;.<>=]{0,11}))?";
const remark = "(?:,? inclusive| ?\\((?:default|inclusive)\\b[^()]{0,40}\\))?";
const leading = "(?:(?:must|should) (?:be|lie) )?(?:(?:in(?: the)?(?: range)?(?: of)?|within|range)(?: |: ?))?";

const wholeForm = new RegExp(`^${leading}(?:(?<low>${number})?${dots}(?<high>${number})?|${interval}|(?<sign>>=|<=|≥|≤|>|<) ?(?<bound>${number}))${unit}${remark}$`, "i");
// In words, or with a hyphen: only as a part of its own, for prose speaks so of what is done, and of what is usual.
const wordedForm = new RegExp(`^${leading}(?<bracket>[([])?(?:between (?<from>${number}) and (?<to>${number})|(?:from )?(?<low>${number})(?: to | ?[-–—] ?)(?<high>${number}))${unit}(?<closing>[)\\]])?${remark}$`, "i");
const namedForm = new RegExp(`^(?<name>[\\p{ID_Start}$_][\\p{ID_Continue}$]{0,60}) ?(?<sign>>=|<=|≥|≤|>|<) ?(?<bound>${number})$`, "iu");
const betweenForm = new RegExp(`^(?<from>${number}) ?(?<below><=|≤|<) ?(?<name>[\\p{ID_Start}$_][\\p{ID_Continue}$]{0,60}) ?(?<above><=|≤|<) ?(?<to>${number})$`, "iu");
const dottedEnd = new RegExp(`(?:^|[ :])(?<bracket>[([])?(?<low>${number})${dots}(?<high>${number})${unit}(?<closing>[)\\]])?${remark}$`, "i");
const intervalEnd = new RegExp(`[ :]${interval}${unit}${remark}$`, "i");
const boundEnd = new RegExp(`(?:^|[ :])[([](?<sign>>=|<=|≥|≤|>|<) ?(?<bound>${number})${unit}[)\\]]${remark}$`, "i");

/** Where an interval begins, at `lastIndex`. */
export const intervalAt = new RegExp(interval, "iy");

/** What makes a range an example or a citation, and no rule. */
const noRule = new RegExp("(?:^|[^\\p{L}])(?:e\\.?g|such as|for example|for instance|like|say|typical|typically|usual|usually|normally|common|commonly|often|recommended|good|best|reasonable|sensible|about|around|roughly|"
  + "approximately|mostly|mainly|not|never|except|outside|unless|default|defaults|see|as|lines?|pages?|figures?|fig|version|than|try|described|shown|proposed|published|defined)(?![\\p{L}])|\\b(?:of|from)$", "iu");
/** The same right before the range: `e.g. 3, 4..5`. */
const noRuleAtEnd = /(?:^|\P{L})(?:e\.?g\.?|such as|for example|for instance|like|say|typically|usually|normally|commonly|often|about|around|roughly|not|except|outside|default|see|try):? ?[^\s]{0,20}$/iu;

/**
 * The range that a part of a text is, or ends with; undefined where that is not certain.
 *
 * Whole parts: `0..50`, `0..`, `[0, 50)`, `>= 0`, `sigma >= 0`, `0..50 pixels`, `in [0, 1]`, `Range: 0..5`, `0 < sigma <= 5`, `between 0 and 5`, `from 0 to 5`, `0-5`. Ends: `width 0..50`,
 * `pixels (0..50)`, `width (>= 0)`, `width in [0, 5]`.
 */
export function readRange(part: string, before: string, name: string): RangeText | undefined {
  if (noRuleAtEnd.test(before.slice(-maxLength))) return undefined;
  if (part.length <= maxLength) {
    const between = betweenForm.exec(part)?.groups;
    if (between !== undefined) return between["name"] === name ? { range: bounds(between["from"], between["to"], between["below"] === "<", between["above"] === "<"), prose: "" } : undefined;
    const named = namedForm.exec(part)?.groups;
    if (named !== undefined) return named["name"] === name ? found(named, "") : undefined;
    const worded = wordedForm.exec(part)?.groups;
    if (worded !== undefined) {
      const { bracket, closing, from, to, low = from, high = to, unit: given } = worded;
      return (bracket === undefined) === (closing === undefined) ? found({ low, high, unit: given }, "") : undefined;
    }
    const whole = wholeForm.exec(part)?.groups;
    if (whole !== undefined) return found(whole, "");
  }
  const end = part.slice(-maxLength);
  const dotted = dottedEnd.exec(end);
  if (dotted?.groups !== undefined) {
    const { bracket, closing } = dotted.groups;
    const prose = proseBefore(part, end, dotted.index);
    return (bracket === undefined) !== (closing === undefined) || noRule.test(lastClause(prose)) ? undefined : found(dotted.groups, prose);
  }
  const bounded = boundEnd.exec(end);
  if (bounded?.groups !== undefined) {
    const prose = proseBefore(part, end, bounded.index);
    return noRule.test(lastClause(prose)) ? undefined : found(bounded.groups, prose);
  }
  const within = intervalEnd.exec(end);
  if (within?.groups === undefined) return undefined;
  const prose = proseBefore(part, end, within.index);
  const [last = ""] = /[^\s()[\]]*[)\]]?$/.exec(part.slice(0, part.length - end.length + within.index).replace(/:$/, "").slice(-maxLength)) ?? [];
  const isLedIn = /^(?:in|within|range)$/i.test(last) || isUnitOfNumber(last.replace(/[)\]]$/, ""));
  return isLedIn && !noRule.test(lastClause(prose)) ? found(within.groups, prose) : undefined;
}

/** Whether no number, or but one, lies within. */
export function isEmptyRange({ min, max }: Range): boolean {
  return min !== undefined && max !== undefined && min >= max;
}

function found(groups: Readonly<Record<string, string | undefined>>, prose: string): RangeText | undefined {
  const { unit: given } = groups;
  if (given !== undefined && !isUnitOfNumber(given)) return undefined;
  const range = rangeOf(groups);
  return range === undefined ? undefined : { range, prose, ...(given === undefined ? {} : { unit: given }) };
}

function rangeOf({ low, high, open, from, to, close, sign, bound }: Readonly<Record<string, string | undefined>>): Range | undefined {
  if (sign !== undefined) {
    if (sign === ">=" || sign === "≥") return bounds(bound, undefined);
    if (sign === "<=" || sign === "≤") return bounds(undefined, bound);
    return sign === ">" ? bounds(bound, undefined, true) : bounds(undefined, bound, false, true);
  }
  if (open !== undefined) return bounds(from, to, open !== "[", close !== "]");
  return low === undefined && high === undefined ? undefined : bounds(low, high);
}

function bounds(low: string | undefined, high: string | undefined, isOpenBelow = false, isOpenAbove = false): Range {
  const [min, max] = [numberOf(low), numberOf(high)];
  return {
    ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }),
    ...(min !== undefined && isOpenBelow ? { exclusiveMin: true as const } : {}), ...(max !== undefined && isOpenAbove ? { exclusiveMax: true as const } : {}),
  };
}

/** Undefined for the infinities, which bound nothing. */
function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined ? NaN : Number(text.replace("−", "-"));
  return Number.isFinite(value) ? value : undefined;
}

function proseBefore(part: string, end: string, at: number): string {
  return part.slice(0, part.length - end.length + at).replace(/(?:\s[-–—])?[:\s]{0,5}$/, "").replace(/(?:^|\s)(?:in(?: the)?(?: range)?(?: of)?|within|range)$/i, "").trimEnd();
}

/** An example further up is none of what follows. */
function lastClause(prose: string): string {
  const clause = prose.slice(-maxLength);
  return clause.slice(Math.max(clause.lastIndexOf(". "), clause.lastIndexOf(": "), clause.lastIndexOf(" – "), clause.lastIndexOf(" - ")) + 1);
}
