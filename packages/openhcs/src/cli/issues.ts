import type { ValidationIssue, ValidationResult } from "@openhcs/validator";
import type { Colours } from "./colours.js";

/** Everything that validation found, by its place: `file:line:column: error: message`, the line itself, and what to write instead. */
export function issueText({ errors, warnings }: Pick<ValidationResult, "errors" | "warnings">, file: string, colours: Colours): string {
  const all = [...errors.map((issue) => ({ issue, title: colours.red("error") })), ...warnings.map((issue) => ({ issue, title: colours.yellow("warning") }))];
  all.sort((a, b) => a.issue.line - b.issue.line || a.issue.column - b.issue.column);
  return all.map(({ issue, title }) => oneIssue(issue, title, file, colours)).join("\n");
}

function oneIssue({ line, column, message, snippet, fix }: ValidationIssue, title: string, file: string, colours: Colours): string {
  const below = [...snippet.split("\n"), ...(fix === undefined ? [] : [`${colours.dim("fix:")} ${fix}`])];
  return [`${colours.bold(`${file}:${line}:${column}:`)} ${title}: ${message}`, ...below.map((text) => `    ${text}`.trimEnd())].join("\n");
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
