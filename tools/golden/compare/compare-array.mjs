import { createHash } from "node:crypto";
import { elementsOf, near, same } from "./elements.mjs";

/** Rules for arrays of one shape by the kind of tolerance; each answers `undefined` or what is wrong. */
const rules = {
  exact: (got, expected) => mismatches(got, expected, same, 0, "differ"),
  allclose: (got, expected, tolerance) =>
    mismatches(got, expected, (a, b) => near(a, b, tolerance), tolerance.maxMismatchFraction ?? 0, `beyond rtol ${tolerance.rtol}, atol ${tolerance.atol}`),
  int: (got, expected, tolerance) =>
    mismatches(got, expected, (a, b) => near(a, b, { atol: tolerance.maxAbsDiff }), 0, `differ by more than ${tolerance.maxAbsDiff}`)
    ?? mismatches(got, expected, same, tolerance.maxMismatchFraction ?? 1, "differ"),
  labels: (got, expected, { mode, maxMismatchFraction = 0 }) =>
    mode === "isomorphic" ? notIsomorphic(got, expected, maxMismatchFraction) : mismatches(got, expected, same, maxMismatchFraction, "differ"),
};

/** What is wrong with an array under a tolerance, or undefined. Values count, not dtypes. */
export function compareArray(got, expected, tolerance) {
  if (tolerance.kind === "coords") return compareRows(got, expected, tolerance);
  const rule = rules[tolerance.kind] ?? rules.exact;
  if (got.shape.join() !== expected.shape.join()) return `shape [${got.shape.join(", ")}] instead of [${expected.shape.join(", ")}]`;
  return rule(elementsOf(got), elementsOf(expected), tolerance);
}

/** What is wrong with an array of which only dtype, shape and the hash of its little-endian bytes are known. */
export function compareHash(got, { dtype, shape, sha256 }) {
  if (got.dtype !== dtype) return `dtype ${got.dtype} instead of ${dtype}`;
  if (got.shape.join() !== shape.join()) return `shape [${got.shape.join(", ")}] instead of [${shape.join(", ")}]`;
  const { data } = got.packed();
  const hash = createHash("sha256").update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest("hex");
  return hash === sha256 ? undefined : `sha256 ${hash.slice(0, 12)}… instead of ${sha256.slice(0, 12)}…`;
}

function mismatches(got, expected, fits, allowedFraction, complaint) {
  let count = 0;
  let worst = -1;
  let distance = -1;
  for (let i = 0; i < expected.length; i++) {
    if (fits(got[i], expected[i])) continue;
    count++;
    const difference = Math.abs(got[i] - expected[i]);
    if (difference > distance || worst < 0) [worst, distance] = [i, difference];
  }
  if (count <= allowedFraction * expected.length) return undefined;
  const allowed = allowedFraction > 0 ? `, ${allowedFraction * 100} % allowed` : "";
  return `${count} of ${expected.length} ${complaint}${allowed}; worst at ${worst}: ${got[worst]} instead of ${expected[worst]}`;
}

/** Labels that stand for each other both ways, background for background. */
function notIsomorphic(got, expected, allowedFraction) {
  const partner = new Map([[0, 0]]);
  const back = new Map([[0, 0]]);
  let count = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!partner.has(expected[i])) partner.set(expected[i], got[i]);
    if (!back.has(got[i])) back.set(got[i], expected[i]);
    if (partner.get(expected[i]) !== got[i] || back.get(got[i]) !== expected[i]) count++;
  }
  return count <= allowedFraction * expected.length ? undefined : `${count} of ${expected.length} pixels belong to another region`;
}

/** Coordinates as a set of rows, in any order; those on one side only count against the larger set. */
function compareRows(got, expected, { maxMismatchFraction = 0 }) {
  if (got.shape[1] !== expected.shape[1] && got.shape[0] * expected.shape[0] > 0) return `rows of ${got.shape[1]} instead of ${expected.shape[1]} numbers`;
  const ours = rowsOf(got);
  const theirs = rowsOf(expected);
  const missing = [...theirs].filter((row) => !ours.has(row));
  const extra = [...ours].filter((row) => !theirs.has(row));
  const most = Math.max(got.shape[0], expected.shape[0]);
  if (Math.max(missing.length, extra.length) <= maxMismatchFraction * most) return undefined;
  return `${missing.length} rows missing (${missing.slice(0, 3).join("; ")}), ${extra.length} extra (${extra.slice(0, 3).join("; ")}) of ${most}`;
}

function rowsOf(array) {
  const elements = elementsOf(array);
  const [count, width] = array.shape;
  return new Set(Array.from({ length: count }, (_, row) => elements.slice(row * width, (row + 1) * width).join(" ")));
}
