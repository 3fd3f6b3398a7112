import type { Dtype } from "../array/dtype.js";
import { resultDtype } from "../dtype-rule/result-dtype.js";
import { dtypeModeOf } from "../function/dtype-mode.js";
import type { Output } from "../function/output.js";
import { resultKind } from "../function/result-kind.js";
import type { PlanRequest } from "../plan/planner.js";

/** The dtype that an output of a call must have; undefined where that of the body stands, as it does where no array is declared. */
export function dueDtype({ entry: { definition }, options, specs, parameters }: PlanRequest, output: Output | undefined): Dtype | undefined {
  if (output?.type !== "array") return undefined;
  const [first] = Object.values(specs);
  return resultDtype(resultKind(output, parameters), dtypeModeOf(definition, options.dtypeConversion), first?.dtype);
}
