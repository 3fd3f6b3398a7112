import type { Dtype } from "../array/dtype.js";
import { sameShape } from "../array/layout.js";

/** What is known of an array without touching its data. */
export interface ArraySpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly memoryType: string;
  /** Index of the device among those of the memory type; 0 for the host. */
  readonly device: number;
  readonly bytes: number;
}

/** Whether two arrays differ in their elements alone. */
export function sameSpec(a: ArraySpec, b: ArraySpec): boolean {
  return a.dtype === b.dtype && a.memoryType === b.memoryType && a.device === b.device && sameShape(a.shape, b.shape);
}
