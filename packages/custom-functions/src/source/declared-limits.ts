import type { DeclaredFunction } from "@openhcs/validator";
import { leastMemoryBytes, type CallLimits } from "../call-limits.js";
import { sourceError } from "./source-error.js";

const units = {
  time: { ms: 1, s: 1e3, min: 6e4 },
  memory: { kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
} as const;

interface Limit {
  readonly member: keyof CallLimits;
  readonly units: Readonly<Record<string, number>>;
  readonly least: number;
  readonly leastText: string;
}

const limits: Readonly<Record<string, Limit>> = {
  time: { member: "timeoutMs", units: units.time, least: 1, leastText: "1 ms" },
  memory: { member: "memoryBytes", units: units.memory, least: leastMemoryBytes, leastText: "32 MiB, for below that nothing runs well" },
  arrays: { member: "arrayBytes", units: units.memory, least: 1, leastText: "0.001 kB" },
};

/**
 * The limits that a function declares of itself, in its documentation: `@limit time 10 s`, `@limit memory 256 MB`, `@limit arrays 1 GB`.
 *
 * They travel with the source and can only tighten those of the host.
 * @throws ValidationError for one that cannot be read
 */
export function declaredLimits({ declaration, name }: DeclaredFunction, source: string, filename: string | undefined): CallLimits {
  const documentation = /^\/\*\*[\s\S]*?\*\//.exec(source.slice(declaration.start, declaration.end))?.[0] ?? "";
  const declared: { -readonly [Name in keyof CallLimits]: number } = {};
  for (const match of documentation.matchAll(/^[\s/*]*@limit[ \t]+([^\r\n*]*)/gm)) {
    const [, what = "", amount, unit = ""] = /^(\w+)\s+(\d+(?:\.\d+)?)\s*(\w+)\s*$/.exec((match[1] as string).trim()) ?? [];
    const limit = limits[what];
    const scale = limit?.units[unit];
    const at = declaration.start + match.index + match[0].indexOf("@limit");
    if (limit === undefined || scale === undefined) {
      throw sourceError(source, filename, at, "LIMIT", `A limit is a time, as in "@limit time 10 s", or an amount, as in "@limit memory 256 MB" and "@limit arrays 1 GB", not "${match[1]?.trim()}".`, name);
    }
    const value = Number(amount) * scale;
    if (value < limit.least) throw sourceError(source, filename, at, "LIMIT", `A limit of ${what} is at least ${limit.leastText}, not "${match[1]?.trim()}".`, name);
    declared[limit.member] = value;
  }
  return declared;
}
