import { csvFormat } from "./csv-format.js";
import { jsonTableFormat } from "./json-table-format.js";
import { parquetFormat } from "./parquet-format.js";
import type { TableFormat } from "./table-format.js";

/** The formats that `writeTable` knows unless it is given others. */
export const tableFormats: readonly TableFormat[] = Object.freeze([
  csvFormat,
  jsonTableFormat,
  parquetFormat,
]);
