import { compareArray, compareHash } from "./compare-array.mjs";
import { compareScalars } from "./compare-scalars.mjs";
import { compareTable } from "./compare-table.mjs";

const knownKinds = ["exact", "allclose", "int", "labels", "coords", "scalars", "table", "error"];

/**
 * What is wrong with a result, or undefined.
 *
 * @param got our outputs, by the case's names: `got(name)`
 * @param expected `{ arrays, scalars, table }` of the golden folder
 */
export function compareResult(got, expected, tolerance) {
  if (!knownKinds.includes(tolerance.kind)) return `tolerance of the unknown kind ${tolerance.kind}`;
  if (tolerance.kind === "error") return "was not refused, as the peer does";
  for (const [name, output] of Object.entries(expected.arrays)) {
    const array = got(name);
    if (array?.shape === undefined) return `there is no array ${name}`;
    const problem = output.array === undefined ? compareHash(array, output) : compareArray(array, output.array, tolerance);
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  const problem = compareScalars(got, expected.scalars, tolerance.scalars ?? {});
  if (problem !== undefined || expected.table === undefined) return problem;
  const forTable = tolerance.kind === "table" ? tolerance : tolerance.table;
  return forTable === undefined ? undefined : compareTable(got("table"), expected.table, forTable);
}
