import type { Dtype } from "@openhcs/core";
import { dueDtype, type OutDtype } from "@openhcs/functions/for-kernels";

/** `true`, or why a linear filter that keeps such results is left to the reference. */
export function keepsResults(image: Dtype, outDtype?: OutDtype): true | string {
  return !["bool", "float16"].includes(dueDtype(image, outDtype)) || "leaves results kept as bool or float16 to the reference";
}
