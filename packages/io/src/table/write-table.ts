import { extname } from "node:path";
import { messageOf, type Table } from "@openhcs/core";
import { writeFileAtomically } from "../atomic-write.js";
import { UnsupportedTableError } from "./table-errors.js";
import type { TableFormat } from "./table-format.js";
import { tableFormats } from "./table-formats.js";

export interface WriteTableOptions {
  readonly formats?: readonly TableFormat[];
}

/**
 * Writes a table to a file of the format of its extension: .csv, .json or .parquet.
 *
 * The file appears whole or not at all; one that stood there is replaced. The folder must exist.
 * @throws UnsupportedTableError, ImageFileError where the system refuses
 */
export async function writeTable(path: string, table: Table, { formats = tableFormats }: WriteTableOptions = {}): Promise<void> {
  const format = tableFormatOf(path, formats);
  if (format === undefined) {
    throw new UnsupportedTableError(path, `nothing writes tables with extension "${extname(path).toLowerCase()}". Use one of ${formats.flatMap(({ extensions }) => extensions).join(", ")}.`);
  }
  checkColumns(path, table);
  const content = await encoded(path, table, format);
  await writeFileAtomically(path, typeof content === "string" ? content : [content]);
}

async function encoded(path: string, table: Table, format: TableFormat): Promise<string | Uint8Array> {
  try {
    return await format.encode(table);
  } catch (cause) {
    throw new UnsupportedTableError(path, `the table does not fit into ${format.name}: ${messageOf(cause)}`, { cause });
  }
}

/** The format of a path's extension. */
export function tableFormatOf(path: string, formats: readonly TableFormat[] = tableFormats): TableFormat | undefined {
  const extension = extname(path).toLowerCase();
  return formats.find(({ extensions }) => extensions.includes(extension));
}

function checkColumns(path: string, table: Table): void {
  const [first, ...others] = Object.entries(table);
  if (first === undefined) throw new UnsupportedTableError(path, "a table must have a column, received none.");
  const [name, { length }] = first;
  for (const [other, column] of others) {
    if (column.length !== length) throw new UnsupportedTableError(path, `columns of a table must have one length, received ${length} of "${name}" and ${column.length} of "${other}".`);
  }
}
