import { stripVTControlCharacters } from "node:util";

export interface TextColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Rows in aligned columns, titles first; colours in the cells do not count as width. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[], styleTitle: (title: string) => string = (title) => title): string {
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...rows.map((row) => visibleLength(row[at] ?? ""))));
  const line = (cells: readonly string[]) => cells.map((cell, at) => padded(cell, widths[at] ?? 0, columns[at]?.align ?? "left")).join("  ").trimEnd();
  return [line(columns.map(({ title }) => styleTitle(title))), ...rows.map(line)].join("\n");
}

function padded(cell: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - visibleLength(cell)));
  return align === "right" ? space + cell : cell + space;
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
