import { suggest } from "@openhcs/core";
import type { IssueList } from "../issue-list.js";
import type { DocLimit } from "./doc-comment.js";

/** What a call of a function may take at most, as its source says; a host's own limits can be tighter. */
export interface DeclaredLimits {
  readonly timeoutMs?: number;
  readonly memoryBytes?: number;
  readonly arrayBytes?: number;
}

/** Below these no call could succeed: with less memory a child does not even start well. */
export const leastLimits: Readonly<Required<DeclaredLimits>> = Object.freeze({ timeoutMs: 1, memoryBytes: 32 * 2 ** 20, arrayBytes: 1 });

interface LimitKind {
  readonly member: keyof DeclaredLimits;
  readonly units: ReadonlyMap<string, number>;
  readonly example: string;
  /** The least one, as it is written, and why. */
  readonly least: string;
  readonly why?: string;
}

const times: LimitKind["units"] = new Map([["ms", 1], ["s", 1e3], ["min", 6e4]]);
const amounts: LimitKind["units"] = new Map([["kB", 1e3], ["MB", 1e6], ["GB", 1e9], ["KiB", 2 ** 10], ["MiB", 2 ** 20], ["GiB", 2 ** 30]]);

const kinds: ReadonlyMap<string, LimitKind> = new Map<string, LimitKind>([
  ["time", { member: "timeoutMs", units: times, example: "@limit time 10 s", least: "1 ms" }],
  ["memory", { member: "memoryBytes", units: amounts, example: "@limit memory 256 MB", least: "32 MiB", why: "for below that nothing runs well" }],
  ["arrays", { member: "arrayBytes", units: amounts, example: "@limit arrays 1 GB", least: "0.001 kB" }],
]);

const examples = [...kinds.values()].map(({ example }) => JSON.stringify(example));

/** Reads `@limit time 10 s`, `@limit memory 256 MB`, `@limit arrays 1 GB`; what is none is reported and left out. Of several of one kind the tightest counts. */
export function readLimits(written: readonly DocLimit[], functionName: string, issues: IssueList): DeclaredLimits {
  const declared: { -readonly [Name in keyof DeclaredLimits]: number } = {};
  for (const limit of written) {
    const read = readLimit(limit.text);
    if ("refused" in read) issues.error("signature", "LIMIT", limit, read.refused, { fix: read.fix, functionName });
    else declared[read.member] = Math.min(read.value, declared[read.member] ?? Infinity);
  }
  return declared;
}

type ReadLimit = { readonly member: keyof DeclaredLimits; readonly value: number } | { readonly refused: string; readonly fix: string };

function readLimit(text: string): ReadLimit {
  const [, named = text.split(" ", 1)[0] as string, amount, unit = ""] = /^(\w+)\s+(\d+(?:\.\d+)?)\s*(\w+)$/.exec(text) ?? [];
  const kind = kinds.get(named);
  const scale = kind?.units.get(unit);
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  if (kind === undefined || scale === undefined) {
    const units = kind === undefined || unit === "" ? "" : ` Units of ${named} are ${[...kind.units.keys()].join(", ")}.`;
    const meant = kind ?? kinds.get(suggest(named, kinds.keys())[0] ?? "time");
    return { refused: `A limit is a time, as in ${examples[0]}, or an amount, as in ${examples[1]} and ${examples[2]}, not ${shown}.${units}`, fix: (meant as LimitKind).example };
  }
  const { member, example, least, why } = kind;
  const value = Number(amount) * scale;
  if (!Number.isFinite(value)) return { refused: `A limit of ${named} is a finite amount, not ${shown}.`, fix: example };
  if (value < leastLimits[member]) return { refused: `A limit of ${named} is at least ${least}${why === undefined ? "" : `, ${why}`}, not ${shown}.`, fix: `@limit ${named} ${least}` };
  return { member, value };
}
