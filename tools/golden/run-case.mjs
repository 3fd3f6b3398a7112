import { isOpenHcsError } from "@openhcs/core";
import { compareResult } from "./compare/compare-result.mjs";
import { readExpected, readInputs } from "./golden-folder.mjs";
import { callOf, findMapping, outputName } from "./mappings.mjs";

/** Codes with which a call refuses its arguments or its data, where the peer throws; a call that came out wrong here has others. */
const refusals = ["INVALID_ARGUMENT", "INVALID_ARRAY", "NO_THRESHOLD", "CORRUPT_IMAGE", "UNSUPPORTED_IMAGE", "IMAGE_REQUEST", "IMAGE_TOO_LARGE"];

const passed = { status: "passed" };
const failed = (reason) => ({ status: "failed", reason });
const unsupported = (reason) => ({ status: "unsupported", reason });

/**
 * Runs one case; one that cannot be read has failed.
 * @returns {Promise<{ id: string, op: string, variant: string, status: "passed" | "failed" | "unsupported", reason?: string }>}
 */
export async function runCase(bench, golden) {
  const { id, op, variant } = golden;
  return { id, op, variant, ...(await outcomeOf(bench, golden)) };
}

async function outcomeOf({ runtime, definitions, dir, on }, golden) {
  const found = findMapping(definitions, golden);
  if (found === undefined) return unsupported("no function of this name");
  const kernel = kernelOf(runtime, found.definition, on);
  if (kernel === "none") return unsupported(`no kernel on ${on}; planned on host`);
  try {
    const { args, options } = callOf(found, golden.params, readInputs(dir, golden), dir);
    const expected = readExpected(dir, golden);
    const ending = await endingOf(runtime.call(found.definition.name, ...args, { ...options, dtypeConversion: "native", on }));
    return ending.error === undefined ? judged(await onHost(runtime, ending.outputs), expected, { found, kernel, golden }) : refused(ending.error, golden);
  } catch (error) {
    return failed(`the case cannot be read: ${error.message}`);
  }
}

/** The outputs of a call, or its error. */
async function endingOf(call) {
  try {
    return await call;
  } catch (error) {
    return { error };
  }
}

/** Outputs with every array as a host array, wherever the call left it. */
async function onHost(runtime, outputs) {
  const isArray = (value) => Array.isArray(value?.shape) && value.dtype !== undefined;
  const entries = Object.entries(outputs).map(async ([name, value]) => [name, isArray(value) ? await runtime.to(value, "ndarray") : value]);
  return Object.fromEntries(await Promise.all(entries));
}

function judged(outputs, expected, { found, kernel, golden }) {
  const tolerance = kernel === undefined || kernel.accumulates === "float64" ? golden.tolerance : golden.toleranceRelaxed;
  const problem = compareResult((name) => outputs[outputName(found, name)], expected, tolerance);
  if (problem === undefined) return passed;
  const { quirk } = found.mapping;
  return golden.level === "quirk" && quirk !== undefined ? unsupported(`quirk not followed: ${quirk}`) : failed(problem);
}

function refused(error, { tolerance }) {
  if (isOpenHcsError(error, "NO_KERNEL")) return unsupported(`${error.message} planned on host`);
  if (tolerance.kind === "error" && isOpenHcsError(error, ...refusals)) return passed;
  return failed(isOpenHcsError(error) ? `refused: ${error.message}` : `threw ${error.stack}`);
}

/** The kernel that runs a function on a backend; undefined for the reference, "none" where the backend has none. */
function kernelOf(runtime, { name }, on) {
  if (on === "reference") return undefined;
  return runtime.backends.get(on).kernels?.find((kernel) => kernel.function === name) ?? "none";
}
