import type { Dtype } from "../array/dtype.js";
import type { ResultKind } from "../function/output.js";
import type { DtypeConversion } from "./policy.js";

/**
 * The dtype that an array output must have; undefined where the body's own stands.
 *
 * @param first dtype of the call's first array
 */
export function resultDtype(kind: ResultKind, conversion: DtypeConversion, first: Dtype | undefined): Dtype | undefined {
  if (conversion === "native" || kind === "native") return undefined;
  if (kind === "mask") return "bool";
  if (kind === "labels") return "uint32";
  if (kind === "float") return first === "float64" ? "float64" : "float32";
  return conversion === "preserve" ? first : conversion;
}
