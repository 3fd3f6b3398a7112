import { near } from "./elements.mjs";

/** What is wrong with scalars (numbers, or lists of them) under tolerances by name: exact where there is none, informational ones never. */
export function compareScalars(got, expected, tolerances) {
  for (const [name, value] of Object.entries(expected)) {
    const tolerance = tolerances[name] ?? {};
    if (tolerance.informational === true) continue;
    const ours = listOf(got(name));
    const theirs = listOf(value);
    if (ours.length !== theirs.length) return `${name} has ${ours.length} values instead of ${theirs.length}`;
    const at = theirs.findIndex((value, i) => !near(ours[i], value, tolerance));
    if (at >= 0) return `${name} is ${ours[at]} instead of ${theirs[at]}`;
  }
  return undefined;
}

/** A single value stands for a list of one; booleans count as 0 and 1. */
function listOf(value) {
  return [value ?? []].flat(Infinity).map(Number);
}
