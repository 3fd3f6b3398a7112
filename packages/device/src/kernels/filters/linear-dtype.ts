import type { ArraySpec, Dtype } from "@openhcs/core";
import { dueDtype, type OutDtype } from "@openhcs/functions/for-kernels";
import { sumType } from "./correlate-axes.js";

/** Whether a linear filter's sums are taken in double precision, as those are of which a last bit decides or is kept. */
export function sumsDoubles({ image }: { readonly image?: ArraySpec }, { outDtype }: { readonly outDtype?: OutDtype } = {}): boolean {
  return image !== undefined && sumType(image.dtype, dueDtype(image.dtype, outDtype)) === "float64";
}

/** `true`, or why a linear filter that keeps such results is left to the reference. */
export function keepsResults(image: Dtype, outDtype?: OutDtype): true | string {
  return !["bool", "float16"].includes(dueDtype(image, outDtype)) || "leaves results kept as bool or float16 to the reference";
}
