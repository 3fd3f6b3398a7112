import { InvalidOptionError } from "@openhcs/core";

const mib = 2 ** 20;

/** What one call may use. */
export interface IsolationLimits {
  /** Wall time, that of library calls included. Default one minute. */
  readonly timeoutMs: number;
  /** Heap and array buffers of the child. Default 512 MiB. */
  readonly memoryBytes: number;
  /** Shared segments that one call may hold, those of its inputs not counted. Default 4 GiB. */
  readonly arrayBytes: number;
}

export const defaultLimits: IsolationLimits = Object.freeze({ timeoutMs: 60_000, memoryBytes: 512 * mib, arrayBytes: 4096 * mib });

/** The limits with those of a call before those of the pool. @throws InvalidOptionError for a limit that is no positive number */
export function limitsOf(...layers: readonly (Partial<IsolationLimits> | undefined)[]): IsolationLimits {
  const limits = { ...defaultLimits };
  for (const layer of layers) {
    for (const name of Object.keys(defaultLimits) as (keyof IsolationLimits)[]) {
      const value = layer?.[name];
      if (value === undefined) continue;
      if (!(value > 0)) throw new InvalidOptionError(`limits.${name}`, `must be a positive number, received ${String(value)}`);
      limits[name] = value;
    }
  }
  return limits;
}
