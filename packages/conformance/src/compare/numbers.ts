import type { Tolerance } from "@openhcs/core";

type Numbers = ArrayLike<number | bigint>;
type Close = (got: number | bigint, expected: number | bigint) => boolean;

/** Element by element; NaN equals NaN, and infinities only themselves. */
export function compareNumbers(got: Numbers, expected: Numbers, tolerance: Tolerance): true | string {
  const close = closeness(tolerance);
  const allowed = tolerance.kind === "integer" ? tolerance.maxMismatchFraction * expected.length : 0;
  let mismatches = 0;
  for (let i = 0; i < expected.length; i++) {
    const [ours, theirs] = [got[i] as number | bigint, expected[i] as number | bigint];
    if (Object.is(ours, theirs) || ours === theirs) continue;
    if (!close(ours, theirs)) return `is ${ours} instead of ${theirs} at element ${i} (${describe(tolerance)})`;
    if (tolerance.kind === "integer" && ++mismatches > allowed) {
      return `differs in more than ${Math.floor(allowed)} of ${expected.length} elements (${describe(tolerance)})`;
    }
  }
  return true;
}

function closeness(tolerance: Tolerance): Close {
  if (tolerance.kind === "allclose") {
    const { rtol, atol } = tolerance;
    return (got, expected) => {
      const limit = atol + rtol * Math.abs(Number(expected));
      return Number.isFinite(limit) && Math.abs(Number(got) - Number(expected)) <= limit;
    };
  }
  if (tolerance.kind === "integer") return (got, expected) => Math.abs(Number(got) - Number(expected)) <= tolerance.maxAbsDiff;
  return () => false;
}

function describe(tolerance: Tolerance): string {
  const { kind, ...bounds } = tolerance;
  return [kind, ...Object.entries(bounds).map(([name, bound]) => `${name} ${bound}`)].join(" ");
}
