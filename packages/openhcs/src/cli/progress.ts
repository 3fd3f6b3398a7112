import type { Progress } from "@openhcs/core";
import type { Terminal } from "./terminal.js";

/** A line on standard error that shows how far long work has come; nothing where that is no terminal. */
export interface ProgressLine {
  report(label: string, progress: Progress): void;
  /** Removes the line, so that what follows begins in an empty one. */
  clear(): void;
}

/** Work shorter than this never shows a line. */
const patienceMs = 400;
const barWidth = 24;

export function progressLine({ stderr, errorColours }: Terminal): ProgressLine {
  if (stderr.isTTY !== true) return { report: () => {}, clear: () => {} };
  const startedAt = Date.now();
  let isShown = false;
  return {
    report(label, { fraction, message }) {
      if (Date.now() - startedAt < patienceMs) return;
      isShown = true;
      const filled = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
      const bar = errorColours.cyan("━".repeat(filled)) + errorColours.dim("━".repeat(barWidth - filled));
      const text = `${bar} ${label}${message === undefined ? "" : errorColours.dim(`  ${message}`)}`;
      stderr.write(`\r\u001b[2K${text}`);
    },
    clear() {
      if (isShown) stderr.write("\r\u001b[2K");
      isShown = false;
    },
  };
}
