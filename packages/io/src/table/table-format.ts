import type { Table } from "@openhcs/core";

/** One format of tables as a value. Adding one is a file like `csv-format.ts` and a line in `table-formats.ts`. */
export interface TableFormat {
  readonly name: string;
  /** In lower case, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** The file. Columns have one length. */
  encode(table: Table): string | Uint8Array | Promise<Uint8Array>;
}
