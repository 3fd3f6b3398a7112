import type { Progress } from "@openhcs/core";
import { shown } from "./colours.js";
import type { Terminal } from "./terminal.js";

/** A line on standard error that shows how far long work has come; nothing where that is no terminal. */
export interface ProgressLine {
  report(label: string, progress: Progress): void;
  /** Removes the line, so that what follows begins in an empty one. */
  clear(): void;
}

const barWidth = 24;
const eraseLine = "\r\u001b[2K";

export function progressLine({ stderr, errorColours: colours }: Pick<Terminal, "stderr" | "errorColours">): ProgressLine {
  if (stderr.isTTY !== true) return { report: () => {}, clear: () => {} };
  return {
    // At once, for a function in JavaScript leaves no time to draw while it runs.
    report(label, { fraction, message }) {
      const filled = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
      const bar = colours.cyan("━".repeat(filled)) + colours.dim("━".repeat(barWidth - filled));
      const line = `${bar} ${label}${message === undefined ? "" : colours.dim(`  ${message}`)}`;
      stderr.write(`${eraseLine}${shown(line.replace(/[\n\t]+/g, " "))}`);
    },
    clear: () => void stderr.write(eraseLine),
  };
}
