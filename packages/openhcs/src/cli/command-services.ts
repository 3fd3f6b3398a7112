import { LOGGER, messageOf, provide, type Logger, type Runtime, type RuntimeOptions } from "@openhcs/core";
import { tell, type Terminal } from "./terminal.js";

export interface OpenOptions {
  /** Standard error is for failures alone. */
  readonly isQuiet?: boolean | undefined;
  /** Scans libraries anew. */
  readonly rescan?: boolean | undefined;
}

/** What the runtime of a command is made with: every installed backend and library, and warnings on standard error. */
export function commandOptions(terminal: Terminal, { isQuiet = false, rescan = false }: OpenOptions): RuntimeOptions {
  return { backends: "installed", libraries: "installed", rescan, services: [provide(LOGGER, isQuiet ? silent : warningsOn(terminal))] };
}

/** Lets the user hear on standard error what functions say. */
export function follow(runtime: Runtime, terminal: Terminal, { isQuiet = false }: OpenOptions): void {
  if (!isQuiet) runtime.events.on("log", ({ key, level, text }) => tell(terminal, logLines(terminal, key, level, text)));
}

const silent: Logger = { warn: () => {}, debug: () => {} };

function warningsOn(terminal: Terminal): Logger {
  return {
    warn: (message, error) => tell(terminal, `${terminal.errorColours.yellow("warning:")} ${message}${error === undefined ? "" : `: ${messageOf(error)}`}`),
    debug: () => {},
  };
}

/** Each line with the function that said it. */
function logLines({ errorColours: colours }: Terminal, key: string, level: string, text: string): string {
  const prefix = `${colours.cyan(key)}${level === "info" ? "" : ` ${level}`}:`;
  return text.replace(/\n$/, "").split("\n").map((line) => `${prefix} ${line}\n`).join("");
}
