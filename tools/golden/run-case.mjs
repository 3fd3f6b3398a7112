import { isOpenHcsError } from "@openhcs/core";
import { compareResult } from "./compare/compare-result.mjs";
import { readExpected, readInputs } from "./golden-folder.mjs";
import { callOf, findMapping, outputName } from "./mappings.mjs";

/** Runs one case: `{ id, op, variant, status: "passed" | "failed" | "unsupported", reason }`. */
export async function runCase({ runtime, definitions, dir, on }, golden) {
  const outcome = (status, reason) => ({ id: golden.id, op: golden.op, variant: golden.variant, status, ...(reason === undefined ? {} : { reason }) });
  const found = findMapping(definitions, golden);
  if (found === undefined) return outcome("unsupported", "no function of this name");
  const kernel = kernelOf(runtime, found.definition, on);
  if (kernel === "none") return outcome("unsupported", `no kernel on ${on}; planned on host`);
  const { args, options } = callOf(found, golden.params, readInputs(dir, golden), dir);
  let outputs;
  try {
    ({ outputs } = await runtime.call(found.definition.name, ...args, { ...options, dtypeConversion: "native", on }));
  } catch (error) {
    if (isOpenHcsError(error, "NO_KERNEL")) return outcome("unsupported", `${error.message} planned on host`);
    if (golden.tolerance.kind === "error" && isOpenHcsError(error)) return outcome("passed");
    return outcome("failed", isOpenHcsError(error) ? `refused: ${error.message}` : `threw ${error.stack}`);
  }
  const tolerance = kernel === undefined || kernel.accumulates === "float64" ? golden.tolerance : golden.toleranceRelaxed;
  const problem = compareResult((name) => outputs[outputName(found, name)], readExpected(dir, golden), tolerance);
  if (problem === undefined) return outcome("passed");
  if (golden.level === "quirk" && found.mapping.quirk !== undefined) return outcome("unsupported", `quirk not followed: ${found.mapping.quirk}`);
  return outcome("failed", problem);
}

/** The kernel that runs a function on a backend; undefined for the reference, "none" where the backend has none. */
function kernelOf(runtime, { name }, on) {
  if (on === "reference") return undefined;
  return runtime.backends.get(on).kernels?.find((kernel) => kernel.function === name) ?? "none";
}
