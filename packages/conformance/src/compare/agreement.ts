import type { NdArray, Table, Tolerance } from "@openhcs/core";
import { isNdArray } from "@openhcs/core";
import { compareArrays } from "./arrays.js";
import { compareNumbers } from "./numbers.js";

/** Whether an output is within the tolerance of the expected one: `true`, or where and by how much it is not. */
export function compareOutputs(got: unknown, expected: unknown, tolerance: Tolerance): true | string {
  if (isNdArray(expected)) return isNdArray(got) ? compareArrays(got, expected, tolerance) : `is no array but ${String(got)}`;
  if (typeof expected === "number") return typeof got === "number" ? compareNumbers([got], [expected], tolerance) : `is no number but ${String(got)}`;
  if (isTable(expected)) return isTable(got) ? compareTables(got, expected, tolerance) : `is no table but ${String(got)}`;
  return JSON.stringify(got) === JSON.stringify(expected) || `is ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`;
}

function compareTables(got: Table, expected: Table, tolerance: Tolerance): true | string {
  for (const [name, column] of Object.entries(expected)) {
    const other = got[name];
    if (other === undefined) return `has no column "${name}"`;
    if (other.length !== column.length) return `has ${other.length} rows, not ${column.length}`;
    const answer = isNumeric(column) && isNumeric(other)
      ? compareNumbers(other, column, tolerance)
      : JSON.stringify([...other]) === JSON.stringify([...column]) || "differs";
    if (answer !== true) return `column "${name}": ${answer}`;
  }
  return true;
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && Object.values(value).every((column) => Array.isArray(column) || ArrayBuffer.isView(column));
}

function isNumeric(column: Table[string]): column is Exclude<Table[string], readonly string[]> {
  return typeof column?.[0] !== "string";
}

/**
 * The tolerance for a kernel that sums in float32, a hundred times that of float64. What must be exact stays exact.
 */
export function relaxed(tolerance: Tolerance): Tolerance {
  if (tolerance.kind === "allclose") return { kind: "allclose", rtol: tolerance.rtol * 100, atol: tolerance.atol * 100 };
  if (tolerance.kind === "integer") return { ...tolerance, maxMismatchFraction: Math.min(1, tolerance.maxMismatchFraction * 100) };
  return tolerance;
}

/** What holds where a definition says nothing: integers and booleans are equal, floats to float32's precision. */
export function defaultTolerance(expected: unknown): Tolerance {
  const isExact = isNdArray(expected) && !(expected as NdArray).dtype.startsWith("float");
  return isExact ? { kind: "exact" } : { kind: "allclose", rtol: 1e-6, atol: 1e-6 };
}
