// Compares the library with golden results of its peers, case by case; the folder's README describes the format.
import { createRuntime } from "openhcs";
import { isOpenHcsError } from "@openhcs/core";
import { readArguments, usage, UsageError } from "./arguments.mjs";
import { definitions } from "./definitions.mjs";
import { readCases } from "./golden-folder.mjs";
import { jsonReport, tally, textReport } from "./report.mjs";
import { runCase } from "./run-case.mjs";

class UnavailableError extends Error {}

async function main(args) {
  const { dir, on, only, json } = readArguments(args);
  const cases = readCases(dir, only);
  const runtime = await createRuntime({ backends: on === "reference" ? [] : "installed" });
  const outcomes = [];
  try {
    const missing = runtime.unavailable.find(({ backend }) => backend === on);
    if (missing !== undefined) throw new UnavailableError(`${on} is not available: ${missing.reason}${missing.remedy === undefined ? "" : ` ${missing.remedy}`}`);
    for (const golden of cases) outcomes.push(await runCase({ runtime, definitions, dir, on }, golden));
  } finally {
    await runtime[Symbol.asyncDispose]();
  }
  console.log(json ? jsonReport(outcomes, { dir, on }) : textReport(outcomes));
  return tally(outcomes).failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n${usage}`);
  else console.error(isOpenHcsError(error) || error instanceof UnavailableError || error.code === "ENOENT" ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
