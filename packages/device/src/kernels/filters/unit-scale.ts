import { dtypeRange, isInteger, type Dtype } from "@openhcs/core";

/** What scikit-image multiplies integers with, to bring them to [0, 1], signed ones to [−1, 1]. */
export function unitScale(dtype: Dtype): number {
  return isInteger(dtype) ? 1 / dtypeRange(dtype).max : 1;
}
