// A vitest reporter that writes a tally to the file named by OPENHCS_TALLY.
import { writeFileSync } from "node:fs";
import { countBroken, nothing } from "./tally.mjs";

export default class VitestTally {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = nothing();
    for (const module of modules) countModule(module, tally);
    for (const error of unhandledErrors) countBroken(`unhandled error: ${error.message}`, tally);
    writeFileSync(process.env.OPENHCS_TALLY, JSON.stringify(tally));
  }
}

function countModule(module, tally) {
  const failedBefore = tally.failed;
  const tests = [...module.children.allTests()];
  for (const test of tests) {
    const { state, note } = test.result();
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    if (state === "passed") tally.passed += 1;
    else if (state === "failed") tally.failed += 1;
    else if (state === "skipped") tally.skipped.push({ name, reason: note ?? (test.options.mode === "todo" ? "todo" : reasonInTitle(test.fullName)) });
    else countBroken(`${name} did not end`, tally);
  }
  // A file that did not load, or whose hooks failed, fails without a failed test.
  if (!module.ok() && tally.failed === failedBefore) countBroken(`${module.relativeModuleId} failed outside its tests`, tally);
  else if (tests.length === 0) countBroken(`${module.relativeModuleId} has no tests`, tally);
}

/** A test or suite that is skipped before it runs says why in parentheses, at the end of its title. */
function reasonInTitle(fullName) {
  const titles = fullName.split(" > ").reverse();
  return titles.map((title) => /\((.+)\)$/.exec(title)?.[1]).find(Boolean) ?? "";
}
