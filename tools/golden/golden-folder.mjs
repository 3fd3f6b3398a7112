import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readNpy } from "./npy.mjs";

/** The cases of a golden folder, those of one op, variant or case where asked. */
export function readCases(dir, only) {
  const { format, cases } = JSON.parse(readFileSync(join(dir, "index.json"), "utf8"));
  if (format !== "golden-1") throw new Error(`${dir} has the format ${format}; this tool reads golden-1.`);
  if (only === undefined) return cases;
  return cases.filter(({ id, op, variant }) => only === id || only === op || only === `${op}.${variant}`);
}

/** The input arrays of a case, by name. */
export function readInputs(dir, { inputs }) {
  return mapValues(inputs, ({ file }) => readNpy(join(dir, file)));
}

/** What the peer gave: arrays by name (with only a hash where there is no file), scalars, a table, tolerance apart. */
export function readExpected(dir, { outputs = {}, scalars = {}, table }) {
  return {
    arrays: mapValues(outputs, (output) => ({ ...output, ...(output.file === undefined ? {} : { array: readNpy(join(dir, output.file)) }) })),
    scalars: withNumbers(scalars),
    ...(table === undefined ? {} : { table: withNumbers(JSON.parse(readFileSync(join(dir, table.file), "utf8"))) }),
  };
}

/** JSON values in which "NaN", "Infinity" and "-Infinity" stand for these numbers. */
export function withNumbers(value) {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value === "object" && value !== null) return mapValues(value, withNumbers);
  return ["NaN", "Infinity", "-Infinity"].includes(value) ? Number(value) : value;
}

function mapValues(record, map) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
