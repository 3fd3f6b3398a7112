import type { Dtype } from "../array/dtype.js";
import type { ArrayOutput, ResultKind } from "../function/output.js";
import { resultKind } from "../function/result-kind.js";
import type { DtypeConversion, ScalingPolicy } from "./policy.js";

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

/** How an output becomes an integer: only intensities are ever rescaled. */
export function scalingOf(output: ArrayOutput, parameters: Readonly<Record<string, unknown>>, chosen: ScalingPolicy = "saturate"): ScalingPolicy {
  return resultKind(output, parameters) === "image" ? chosen : "saturate";
}
