import { messageOf } from "../errors/openhcs-error.js";
import { limitsOf } from "../run/limits.js";
import type { Cost } from "../transfer/cost.js";
import type { CalibrateOptions, Calibration, Subject } from "./calibration.js";
import type { CostBook } from "./cost-book.js";

/** Measures one after another, keeps what was measured also where it is given up, and tells of all. @throws AbortedError */
export async function calibrate(subjects: readonly Subject[], book: CostBook, { signal, onProgress }: CalibrateOptions): Promise<readonly Calibration[]> {
  const limits = limitsOf("calibrate", { signal });
  const measured = new Map<string, Cost>();
  const told: Calibration[] = [];
  try {
    for (const [at, { what, declared, key, measure }] of subjects.entries()) {
      onProgress?.({ fraction: at / subjects.length, message: what });
      limits.check();
      try {
        const cost = await measure(limits.signal);
        measured.set(key, cost);
        told.push({ what, declared, measured: cost });
      } catch (error) {
        limits.check();
        told.push({ what, declared, skipped: messageOf(error) });
      }
    }
  } finally {
    if (measured.size > 0) await book.put(measured);
  }
  onProgress?.({ fraction: 1 });
  return told;
}
