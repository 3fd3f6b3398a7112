import type { TableFormat } from "./table-format.js";

/** One JSON object with a list per column; what JSON has no number for, NaN and infinities, is null. */
export const jsonTableFormat: TableFormat = {
  name: "json",
  extensions: [".json"],
  encode: (table) => `${JSON.stringify(Object.fromEntries(Object.entries(table).map(([name, column]) => [name, Array.from<unknown>(column)])), undefined, 2)}\n`,
};
