import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "@openhcs/core";
import { writeTable } from "@openhcs/io";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it, onTestFinished } from "vitest";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "openhcs-table-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** As an independent reader sees it. */
async function parquet(table: Table): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly types: readonly (readonly [name: string, type: string | undefined, converted: string | undefined])[] }> {
  const path = join(freshFolder(), "table.parquet");
  await writeTable(path, table);
  const { buffer, byteOffset, length } = readFileSync(path);
  const file = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  const [, ...columns] = parquetMetadata(file).schema;
  return { rows: await parquetReadObjects({ file }), types: columns.map(({ name, type, converted_type }) => [name, type, converted_type]) };
}

describe("a table as Parquet", () => {
  it("keeps the dtype and every value of its columns", async () => {
    const table = {
      label: Uint32Array.of(1, 2 ** 32 - 1), well: ["A01", "Ä,\n\"02"], mean: Float64Array.of(1 / 3, NaN), dim: Float32Array.of(0.1, -Infinity), count: Uint16Array.of(0, 65535),
      level: Int8Array.of(-128, 127), bytes: Uint8Array.of(0, 255), steps: Int16Array.of(-32768, 1), shift: Int32Array.of(-(2 ** 31), 2 ** 31 - 1), plain: [1, 2.5],
    };
    const { rows, types } = await parquet(table);
    expect(rows).toEqual([
      { label: 1n, well: "A01", mean: 1 / 3, dim: Math.fround(0.1), count: 0, level: -128, bytes: 0, steps: -32768, shift: -(2 ** 31), plain: 1 },
      { label: 2n ** 32n - 1n, well: "Ä,\n\"02", mean: NaN, dim: -Infinity, count: 65535, level: 127, bytes: 255, steps: 1, shift: 2 ** 31 - 1, plain: 2.5 },
    ]);
    expect(types).toEqual([
      ["label", "INT64", undefined], ["well", "BYTE_ARRAY", "UTF8"], ["mean", "DOUBLE", undefined], ["dim", "FLOAT", undefined], ["count", "INT32", "UINT_16"],
      ["level", "INT32", "INT_8"], ["bytes", "INT32", "UINT_8"], ["steps", "INT32", "INT_16"], ["shift", "INT32", undefined], ["plain", "DOUBLE", undefined],
    ]);
  });

  it("holds many rows", async () => {
    const { rows } = await parquet({ label: Uint32Array.from({ length: 250_000 }, (_, at) => at) });
    expect([rows.length, rows[249_999]]).toEqual([250_000, { label: 249_999n }]);
  });

  it("of no rows has its columns", async () => {
    expect(await parquet({ label: new Float64Array(0), area: new Uint32Array(0) })).toEqual({ rows: [], types: [["label", "DOUBLE", undefined], ["area", "INT64", undefined]] });
  });
});

describe("a table", () => {
  it("is written as JSON by columns, with null for what JSON has no number for", async () => {
    const path = join(freshFolder(), "table.JSON");
    await writeTable(path, { label: Uint32Array.of(1, 2), well: ["A01", "A02"], mean: Float64Array.of(0.5, NaN) });
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ label: [1, 2], well: ["A01", "A02"], mean: [0.5, null] });
  });

  it.each([
    ["nuclei.xlsx", { label: [1] }, 'nothing writes tables with extension ".xlsx". Use one of .csv, .json, .parquet.'],
    ["nuclei.csv", { label: [1, 2], area: [1] }, 'columns of a table must have one length, received 2 of "label" and 1 of "area".'],
    ["nuclei.csv", {}, "a table must have a column, received none."],
    ["nuclei.parquet", { well: ["A01", 2 as unknown as string] }, "the table does not fit into parquet: "],
  ])("%s of %o is refused, and nothing is left behind", async (name, table: Table, rule) => {
    const folder = freshFolder();
    const path = join(folder, name);
    await expect(writeTable(path, table)).rejects.toMatchObject({ code: "UNSUPPORTED_TABLE", file: path, message: expect.stringContaining(`${path}: ${rule}`) });
    expect(readdirSync(folder)).toEqual([]);
  });
});
