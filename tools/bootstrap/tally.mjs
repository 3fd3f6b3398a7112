// What a test run came to. Every suite, whatever runs it, reports one of these, and they add up.

/**
 * @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[], broken: string[] }} Tally
 * `failed` counts failed tests and everything in `broken`: files that did not load, runs that did not end.
 */

/** @returns {Tally} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: [], broken: [] });

/** A run that could not take place. @returns {Tally} */
export const failure = (what) => ({ passed: 0, failed: 1, skipped: [], broken: [what] });

/** Count a failure that is none of a single test. @param {string} what @param {Tally} tally */
export function countBroken(what, tally) {
  tally.failed += 1;
  tally.broken.push(what);
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = {
    passed: tallies.reduce((count, tally) => count + tally.passed, 0),
    failed: tallies.reduce((count, tally) => count + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
    broken: tallies.flatMap((tally) => tally.broken),
  };
  return total.passed + total.failed > 0 ? total : { ...failure("no test was executed"), skipped: total.skipped };
}

/** @param {Tally} tally */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`;
}

/** @param {Tally} tally */
export const exitCode = ({ failed }) => (failed > 0 ? 1 : 0);
