import { isFloat, type Dtype } from "@openhcs/core";

/** The file of the dialect that stores doubles as a C cast does, to be put before a kernel's own. */
export const truncation = "truncation.cl";

/** What that file must know of the dtype of `OUT`. */
export function truncationDefines(out: Dtype): Readonly<Record<string, number>> {
  return { OUT_IS_BOOL: Number(out === "bool"), OUT_IS_HALF: Number(out === "float16"), OUT_IS_FLOAT: Number(isFloat(out)) };
}
