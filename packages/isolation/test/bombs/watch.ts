import { footprint } from "./footprint.js";

/** Looks at this process while others try to bring it down. */
export interface Watch {
  /** The most that it grew by, and what went on then. */
  readonly grown: { bytes: number; during: string };
  /** The longest that it was at work without taking a turn, in time of its processor, and what went on then. */
  readonly busy: { ms: number; during: string };
  /** What goes on, for the report. */
  readonly goingOn: Set<string>;
  stop(): void;
}

export function watch(): Watch {
  const start = footprint();
  const grown = { bytes: 0, during: "" };
  const busy = { ms: 0, during: "" };
  const goingOn = new Set<string>();
  let { cpuMs } = start;
  let before = "";
  const timer = setInterval(() => {
    const now = footprint();
    const during = [...goingOn].join("; ");
    if (now.bytes - start.bytes > grown.bytes) Object.assign(grown, { bytes: now.bytes - start.bytes, during });
    if (now.cpuMs - cpuMs > busy.ms) Object.assign(busy, { ms: now.cpuMs - cpuMs, during: before });
    cpuMs = now.cpuMs;
    before = during;
  }, 10);
  return { grown, busy, goingOn, stop: () => clearInterval(timer) };
}
