import { dtypeConversions, scalingPolicies } from "../dtype-rule/policy.js";
import { suggest } from "../registry/nearest.js";
import type { CallOptions } from "./call-options.js";
import { InvalidOptionError } from "./run-errors.js";

type Rule = (value: unknown) => true | string;

const oneOf = (choices: readonly string[]): Rule => (value) => choices.includes(value as string) || `must be one of ${choices.join(", ")}, received ${String(value)}`;
const flag: Rule = (value) => typeof value === "boolean" || `must be true or false, received ${String(value)}`;

const rules: Readonly<Record<keyof CallOptions, Rule>> = {
  on: (value) => typeof value === "string" || `must be a backend's name or "reference", received ${String(value)}`,
  dtypeConversion: oneOf(dtypeConversions),
  scaling: oneOf(scalingPolicies),
  sliceBySlice: flag,
  allowHostRoundtrip: flag,
  onOutOfMemory: oneOf(["error", "host"]),
  references: (value) => typeof (value as { run?: unknown } | null)?.run === "function" || "must have the method run",
  allocator: (value) => typeof (value as { allocate?: unknown } | null)?.allocate === "function" || "must have the method allocate",
  signal: (value) => value instanceof AbortSignal || "must be an AbortSignal",
  timeoutMs: (value) => (typeof value === "number" && value > 0 && value <= 2 ** 31 - 1) || `must be a number in (0, 2147483647], received ${String(value)}`,
  onProgress: (value) => typeof value === "function" || "must be a function",
};

export function isCallOption(name: string): boolean {
  return Object.hasOwn(rules, name);
}

/** @throws InvalidOptionError */
export function checkOptions(options: CallOptions): void {
  for (const name in options) {
    const value = options[name as keyof CallOptions];
    if (value === undefined) continue;
    if (!isCallOption(name)) {
      const [nearest] = suggest(name, Object.keys(rules));
      throw new InvalidOptionError(name, `does not exist${nearest === undefined ? `; there are ${Object.keys(rules).join(", ")}` : `; nearest: ${nearest}`}`);
    }
    const answer = rules[name as keyof CallOptions](value);
    if (answer !== true) throw new InvalidOptionError(name, answer);
  }
}
