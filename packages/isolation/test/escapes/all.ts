import { arrays } from "./arrays.js";
import type { Attempt } from "./attempt.js";
import { calls } from "./calls.js";
import { dynamicCode } from "./dynamic-code.js";
import { hostileValues } from "./hostile-values.js";
import { intrinsicsChanged } from "./intrinsics.js";
import { realm } from "./realm.js";
import { resources } from "./resources.js";
import { values } from "./values.js";

/** All attempts by subject. */
export const all: Readonly<Record<string, readonly Attempt[]>> = {
  "another realm": realm,
  "dynamic code": dynamicCode,
  resources,
  "hostile values": hostileValues,
  "replaced intrinsics": intrinsicsChanged,
  "arrays of others": arrays,
  "forged values": values,
  "calls and what is left of them": calls,
};
