import { stripVTControlCharacters } from "node:util";

export interface TextColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** The last column is not made narrower than this, whatever the width. */
const narrowestText = 24;

/**
 * Rows in aligned columns, titles first; colours in the cells do not count as width. The words of the last column continue on further
 * lines where they pass the `width` of the terminal.
 */
export function textTable(
  columns: readonly TextColumn[], rows: readonly (readonly string[])[], styleTitle: (title: string) => string = (title) => title, width = Infinity,
): string {
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...rows.map((row) => visibleLength(row[at] ?? ""))));
  const line = (cells: readonly string[]) => cells.map((cell, at) => padded(cell, widths[at] ?? 0, columns[at]?.align ?? "left")).join("  ").trimEnd();
  const last = columns.length - 1;
  const room = Math.max(narrowestText, width - widths.slice(0, last).reduce((sum, each) => sum + each + 2, 0));
  const lines = (cells: readonly string[]) =>
    wrapped(cells[last] ?? "", room).map((text, at) => line([...(at === 0 ? cells.slice(0, last) : new Array<string>(last).fill("")), text]));
  return [line(columns.map(({ title }) => styleTitle(title))), ...rows.flatMap(lines)].join("\n");
}

function wrapped(text: string, room: number): string[] {
  if (visibleLength(text) <= room) return [text];
  const lines = [""];
  for (const word of text.split(" ")) {
    const current = lines.at(-1) as string;
    if (current !== "" && visibleLength(current) + 1 + visibleLength(word) > room) lines.push(word);
    else lines[lines.length - 1] = current === "" ? word : `${current} ${word}`;
  }
  return lines;
}

function padded(cell: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - visibleLength(cell)));
  return align === "right" ? space + cell : cell + space;
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
