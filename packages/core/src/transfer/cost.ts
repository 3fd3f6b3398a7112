/** What it takes to move or process bytes: a fixed start, then a rate. Transfers and kernels share it, so that plans can add. */
export interface Cost {
  readonly latencyUs: number;
  /** `Infinity` for what touches no bytes. */
  readonly gbPerSec: number;
}

export function isCost(value: unknown): value is Cost {
  const { latencyUs, gbPerSec } = (value ?? {}) as Partial<Cost>;
  return Number.isFinite(latencyUs) && (latencyUs as number) >= 0 && typeof gbPerSec === "number" && gbPerSec > 0;
}

/** Predicted microseconds for so many bytes. */
export function predictUs({ latencyUs, gbPerSec }: Cost, bytes: number): number {
  return latencyUs + bytes / (gbPerSec * 1000);
}
