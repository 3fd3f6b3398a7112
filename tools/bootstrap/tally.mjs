// What a test run came to. Every suite, whatever runs it, reports one of these, and they add up.
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ what: string, why: string }} Failure
 * A failed test by its file and full name, a file that did not load, a run that did not end; and the first lines of its error, if any.
 * @typedef {{ passed: number, failures: Failure[], skipped: { name: string, reason: string }[] }} Tally
 */

/** @returns {Tally} */
export const nothing = () => ({ passed: 0, failures: [], skipped: [] });

/** A run that could not take place. @returns {Tally} */
export const failure = (what) => ({ ...nothing(), failures: [{ what, why: "" }] });

/** @param {Tally} tally @param {string} what @param {readonly string[]} errors as text, each of any length */
export function countFailure(tally, what, errors = []) {
  const why = errors.map(firstLines).filter(Boolean).join("\n");
  tally.failures.push({ what: stripVTControlCharacters(what).replace(/\s+/g, " "), why });
}

const mostLines = 16;
const mostCharacters = 240;

/** Of a text, without colours and empty lines. */
function firstLines(text) {
  const lines = stripVTControlCharacters(text).split(/\r?\n/).map((line) => line.trimEnd()).filter((line) => line !== "");
  return lines.slice(0, mostLines).map((line) => (line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line)).join("\n");
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = {
    passed: tallies.reduce((count, tally) => count + tally.passed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
  return total.passed + total.failures.length > 0 ? total : { ...failure("no test was executed"), skipped: total.skipped };
}

/**
 * How a run ends: with every failure, and on the last line the counts. tools/ci/sum.mjs reads both.
 * @param {Tally} tally
 */
export function closing({ passed, failures, skipped }) {
  const told = failures.flatMap(({ what, why }) => [`failed: ${what}`, ...why.split("\n").filter(Boolean).map((line) => `    ${line}`)]);
  return [...told, `${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`].join("\n");
}

/** @param {Tally} tally */
export const exitCode = ({ failures }) => (failures.length > 0 ? 1 : 0);
