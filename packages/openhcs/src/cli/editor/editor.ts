import { spawn } from "node:child_process";
import { messageOf } from "@openhcs/core";
import type { Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { EditorFailedError } from "./editor-errors.js";
import { editorKind } from "./editor-kinds.js";

/** Opens a file at a place and returns when it is closed. */
export type Editor = (file: string, line: number, column: number) => Promise<void>;

/**
 * The editor of `$VISUAL`, else of `$EDITOR`, else the one that every system has.
 *
 * @throws UsageError where it needs a terminal and there is none
 */
export function chosenEditor({ stdin, stdout }: Terminal, env: NodeJS.ProcessEnv = process.env): Editor {
  const isInteractive = stdin.isTTY === true && stdout.isTTY === true;
  const chosen = [env["VISUAL"], env["EDITOR"]].find((command) => command !== undefined && command.trim() !== "");
  const command = chosen ?? (process.platform === "win32" ? "notepad" : "vi");
  const kind = editorKind(command);
  if (!isInteractive && (chosen === undefined || kind.needsTerminal === true)) {
    throw new UsageError(`the editor ${JSON.stringify(command)} needs a terminal, which this is not. Write a file and add it: openhcs functions add <file>; or set EDITOR to one that has a window of its own.`);
  }
  const wait = kind.wait?.filter((flag) => !command.includes(flag)) ?? [];
  return (file, line, column) => edit(command, [...wait, ...kind.at(file, line, column)], file);
}

/** What keys of the terminal send to all who run in it. */
const keySignals = ["SIGINT", "SIGQUIT"] as const;

/**
 * By the shell, for the variable may hold arguments and quotes; the file is an argument of its own and no text of the shell's.
 *
 * ^C and ^\ are the editor's while it is open: it may have a meaning for them, and this command waits for what it saves, as does the shell between.
 */
async function edit(command: string, args: readonly string[], file: string): Promise<void> {
  const ignore = () => {};
  for (const signal of keySignals) process.on(signal, ignore);
  try {
    await ended(command, args, file);
  } finally {
    for (const signal of keySignals) process.off(signal, ignore);
  }
}

function ended(command: string, args: readonly string[], file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = process.platform === "win32"
      ? spawn([command, ...args.map((arg) => `"${arg}"`)].join(" "), { stdio: "inherit", shell: true })
      : spawn("sh", ["-c", `trap : INT QUIT; ${command} "$@"`, "sh", ...args], { stdio: "inherit" });
    child.on("error", (error) => reject(new EditorFailedError(command, `cannot be started: ${messageOf(error)}`, file, { cause: error })));
    child.on("close", (code, signal) => (code === 0 ? resolve() : reject(new EditorFailedError(command, signal === null ? `ended with ${code}` : `was ended by ${signal}`, file))));
  });
}
