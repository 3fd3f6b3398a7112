import { backendCases, runCase } from "@openhcs/conformance";

/** Runs the conformance suite case by case, without a test runner. */
export async function conformance(make) {
  const failures = [];
  let [passed, skipped] = [0, 0];
  for (const each of backendCases(make)) {
    try {
      if ((await runCase(each, make)) === undefined) passed++;
      else skipped++;
    } catch (error) {
      failures.push({ name: each.name, error: error.message });
    }
  }
  return { passed, failures, skipped };
}
