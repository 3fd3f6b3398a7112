import type { DtypeConversion } from "../dtype-rule/policy.js";
import type { FunctionDefinition } from "./definition.js";

/** The dtype rule of a call: what the call chooses, else what the function declares, else `preserve`. */
export function dtypeModeOf({ dtypeConversion: declared = "preserve" }: FunctionDefinition, chosen?: DtypeConversion): DtypeConversion {
  return chosen ?? declared;
}
