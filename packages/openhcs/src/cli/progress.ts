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
const eraseLine = "\r\u001b[2K";

export function progressLine({ stderr, errorColours: colours }: Pick<Terminal, "stderr" | "errorColours">): ProgressLine {
  if (stderr.isTTY !== true) return { report: () => {}, clear: () => {} };
  let line = "";
  let isShown = false;
  const draw = () => {
    isShown = true;
    stderr.write(eraseLine + line);
  };
  // Also work that reports nothing after its beginning is shown.
  const timer = setTimeout(draw, patienceMs).unref();
  return {
    report(label, { fraction, message }) {
      const filled = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
      const bar = colours.cyan("━".repeat(filled)) + colours.dim("━".repeat(barWidth - filled));
      line = `${bar} ${label}${message === undefined ? "" : colours.dim(`  ${message}`)}`;
      if (isShown) draw();
    },
    clear() {
      clearTimeout(timer);
      if (isShown) stderr.write(eraseLine);
      isShown = false;
    },
  };
}
