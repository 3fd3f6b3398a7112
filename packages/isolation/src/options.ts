import { availableParallelism } from "node:os";
import { InvalidOptionError } from "@openhcs/core";
import { limitsOf, type IsolationLimits } from "./limits.js";

export interface IsolationOptions {
  /** Children that serve sources at a time. Default: the machine's cores, at least 2. */
  readonly maxChildren?: number;
  /** Children that are kept ready besides, from the first use on. Default 1. */
  readonly spares?: number;
  /** Children and free memory that were not used for this long are given up. Default one minute. */
  readonly idleMs?: number;
  readonly limits?: Partial<IsolationLimits>;
  /** `worker` is for trusted code: the same in threads of this process, which can bring it down. Default `process`. */
  readonly tier?: "process" | "worker";
  /** `full` refuses to run code where system calls cannot be filtered. Default `any`. */
  readonly require?: "full" | "any";
  /** `off` does without the native addon. Default `auto`. */
  readonly native?: "auto" | "off";
}

export type SettledOptions = Required<Omit<IsolationOptions, "limits">> & { readonly limits: IsolationLimits };

/** @throws InvalidOptionError */
export function settle(options: IsolationOptions): SettledOptions {
  const { maxChildren = Math.max(2, availableParallelism()), spares = 1, idleMs = 60_000, tier = "process", require = "any", native = "auto" } = options;
  if (!Number.isInteger(maxChildren) || maxChildren < 1) throw new InvalidOptionError("maxChildren", `must be an integer from 1, received ${String(maxChildren)}`);
  if (!Number.isInteger(spares) || spares < 0) throw new InvalidOptionError("spares", `must be an integer from 0, received ${String(spares)}`);
  if (!(idleMs >= 0)) throw new InvalidOptionError("idleMs", `must be a number from 0, received ${String(idleMs)}`);
  return { maxChildren, spares, idleMs, limits: limitsOf(options.limits), tier, require, native };
}
