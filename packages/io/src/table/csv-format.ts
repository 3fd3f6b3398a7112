import { csvOf } from "./csv.js";
import type { TableFormat } from "./table-format.js";

/** Comma-separated values. */
export const csvFormat: TableFormat = { name: "csv", extensions: [".csv"], encode: csvOf };
