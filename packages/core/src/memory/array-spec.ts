import type { Dtype } from "../array/dtype.js";

/** What is known of an array without touching its data. */
export interface ArraySpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly memoryType: string;
  /** Index of the device among those of the memory type; 0 for the host. */
  readonly device: number;
  readonly bytes: number;
}
