import type { Column } from "@openhcs/core";
import type { SchemaElement } from "hyparquet";
import type { TableFormat } from "./table-format.js";

/**
 * Apache Parquet, compressed by Snappy: columns keep their dtype and every bit of their numbers, NaN included.
 *
 * Unsigned 32-bit columns are stored as INT64, lists of numbers as DOUBLE, lists of text as UTF-8.
 */
export const parquetFormat: TableFormat = {
  name: "parquet",
  extensions: [".parquet"],
  async encode(table) {
    const { parquetWriteBuffer } = await import("hyparquet-writer"); // Few calls write it; the others need not load it.
    const columns = Object.entries(table).map(([name, column]) => ({ name, ...stored(column) }));
    const schema: SchemaElement[] = [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, element }): SchemaElement => ({ name, repetition_type: "REQUIRED", ...element })),
    ];
    return new Uint8Array(parquetWriteBuffer({ columnData: columns.map(({ name, data }) => ({ name, data })), schema, createdBy: "OpenHCS" }));
  },
};

interface Storage {
  readonly element: Omit<SchemaElement, "name">;
  readonly store: (column: ArrayLike<number>) => Stored;
}
type Stored = Int32Array | BigInt64Array | Float32Array | Float64Array;

const int32 = (column: ArrayLike<number>) => Int32Array.from(column);
const doubles: Storage = { element: { type: "DOUBLE" }, store: (column) => Float64Array.from(column) };

/** How a column is stored, by the constructor of its array. */
const storages: Readonly<Record<string, Storage>> = {
  Int8Array: { element: { type: "INT32", converted_type: "INT_8" }, store: int32 },
  Uint8Array: { element: { type: "INT32", converted_type: "UINT_8" }, store: int32 },
  Uint8ClampedArray: { element: { type: "INT32", converted_type: "UINT_8" }, store: int32 },
  Int16Array: { element: { type: "INT32", converted_type: "INT_16" }, store: int32 },
  Uint16Array: { element: { type: "INT32", converted_type: "UINT_16" }, store: int32 },
  Int32Array: { element: { type: "INT32" }, store: int32 },
  Uint32Array: { element: { type: "INT64" }, store: (column) => BigInt64Array.from(Array.from(column, BigInt)) },
  Float32Array: { element: { type: "FLOAT" }, store: (column) => Float32Array.from(column) },
};

function stored(column: Column): { readonly data: Stored | string[]; readonly element: Storage["element"] } {
  if (isText(column)) return { data: column.slice(), element: { type: "BYTE_ARRAY", converted_type: "UTF8" } };
  const { element, store } = storages[column.constructor.name] ?? doubles;
  return { data: store(column), element };
}

function isText(column: Column): column is readonly string[] {
  return Array.isArray(column) && typeof column[0] === "string";
}
