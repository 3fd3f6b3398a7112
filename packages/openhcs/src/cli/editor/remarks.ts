/** What is wrong at a place of a text; both count from 1. */
export interface Remark {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface RemarkedText {
  readonly text: string;
  /** The lines that were inserted, to be taken out again. */
  readonly inserted: readonly string[];
  /** Where the first error stands now. */
  readonly line: number;
  readonly column: number;
}

/**
 * A text with a comment above each line that is remarked on: `// ERROR 7:3 message`, with the line as it counts in the text with
 * the comments.
 */
export function withRemarks(text: string, remarks: readonly Remark[]): RemarkedText {
  const lines = text.split("\n");
  const sorted = remarks.map((remark) => ({ ...remark, line: Math.min(Math.max(1, remark.line), lines.length) })).sort((a, b) => a.line - b.line || a.column - b.column);
  const place = sorted.find(({ severity }) => severity === "error") ?? sorted[0];
  const above = (last: number) => sorted.filter(({ line }) => line <= last).length;
  const comments = sorted.map(({ severity, line, column, message }) =>
    `${indent(lines[line - 1] as string)}// ${severity.toUpperCase()} ${line + above(line)}:${column} ${message.replace(/\s+/g, " ").trim()}`);
  return {
    text: lines.flatMap((line, at) => [...comments.filter((_, i) => sorted[i]?.line === at + 1), line]).join("\n"),
    inserted: comments,
    line: place === undefined ? 1 : place.line + above(place.line),
    column: place?.column ?? 1,
  };
}

/** The text without the comments that `withRemarks` inserted; each goes once, wherever its line has moved. */
export function withoutRemarks(text: string, inserted: readonly string[]): string {
  const left = inserted.map((line) => line.trim());
  return text.split("\n").filter((line) => {
    const at = left.indexOf(line.trim());
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).join("\n");
}

function indent(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}
