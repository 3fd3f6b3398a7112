// A vitest reporter that writes a tally to the file named by OPENHCS_TALLY.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { countFailure, nothing } from "./tally.mjs";

export default class VitestTally {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = nothing();
    for (const module of modules) countModule(module, tally);
    for (const error of unhandledErrors) countFailure(tally, "an error that nobody caught", textsOf([error]));
    writeFileSync(process.env.OPENHCS_TALLY, JSON.stringify(tally));
  }
}

function countModule(module, tally) {
  const failedBefore = tally.failures.length;
  const tests = [...module.children.allTests()];
  for (const test of tests) {
    const { state, note, errors = [] } = test.result();
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    if (state === "passed") tally.passed += 1;
    else if (state === "failed") countFailure(tally, name, textsOf(errors));
    else if (state === "skipped") tally.skipped.push({ name, reason: note ?? (test.options.mode === "todo" ? "todo" : reasonInTitle(test.fullName)) });
    else countFailure(tally, `${name} did not end`);
  }
  // A file that did not load, or whose hooks failed, fails without a failed test.
  if (!module.ok() && tally.failures.length === failedBefore) countFailure(tally, `${module.relativeModuleId} failed outside its tests`, textsOf(errorsOutsideTests(module)));
  else if (tests.length === 0) countFailure(tally, `${module.relativeModuleId} has no tests`);
}

const errorsOutsideTests = (module) => [module, ...module.children.allSuites()].flatMap((part) => part.errors());

/** Of each error what it says, where, and what differs. */
function textsOf(errors) {
  return errors.map(({ name = "Error", message = "", stacks: [place] = [], diff = "" }) => {
    const where = place === undefined ? "" : `at ${relative(process.cwd(), place.file)}:${place.line}:${place.column}`;
    return [`${name}: ${message}`, where, diff].join("\n");
  });
}

/** A test or suite that is skipped before it runs says why in parentheses, at the end of its title. */
function reasonInTitle(fullName) {
  const titles = fullName.split(" > ").reverse();
  return titles.map((title) => /\((.+)\)$/.exec(title)?.[1]).find(Boolean) ?? "";
}
