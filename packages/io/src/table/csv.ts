import type { Column, Table } from "@openhcs/core";

/**
 * A table as comma-separated values: a line of column names, then one line per row (RFC 4180, lines end with a line feed).
 *
 * Numbers have as many digits as their dtype holds; what is not a number is an empty field.
 */
export function csvOf(table: Table): string {
  const columns = Object.entries(table);
  const rows = columns[0]?.[1].length ?? 0;
  const lines = [columns.map(([name]) => quoted(name))];
  for (let row = 0; row < rows; row++) lines.push(columns.map(([, column]) => field(column, row)));
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

function field(column: Column, row: number): string {
  const value = column[row];
  if (typeof value === "string") return quoted(value);
  if (value === undefined || Number.isNaN(value)) return "";
  return column instanceof Float32Array ? shortestFloat32(value) : String(value);
}

/** The fewest digits that give the same float32 again. */
function shortestFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}
