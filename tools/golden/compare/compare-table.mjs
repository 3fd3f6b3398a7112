import { near } from "./elements.mjs";

/** What is wrong with a table (column → values), row by row as matched by one column. */
export function compareTable(got, expected, tolerance) {
  const { matchBy = "label" } = tolerance;
  if (got?.[matchBy] === undefined) return `there is no table with a column ${matchBy}`;
  const rows = new Map(Array.from(got[matchBy], (key, row) => [Number(key), row]));
  if (rows.size !== expected[matchBy].length || got[matchBy].length !== rows.size) return `${got[matchBy].length} rows instead of ${expected[matchBy].length}`;
  for (const [column, values] of Object.entries(expected)) {
    if (got[column] === undefined) return `column ${column} is missing`;
    for (const [at, value] of values.entries()) {
      const row = rows.get(Number(expected[matchBy][at]));
      if (row === undefined) return `the row with ${matchBy} ${expected[matchBy][at]} is missing`;
      if (!near(Number(got[column][row]), Number(value), tolerance)) return `${column} of ${matchBy} ${expected[matchBy][at]} is ${got[column][row]} instead of ${value}`;
    }
  }
  return undefined;
}
