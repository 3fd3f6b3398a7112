// Child processes: one way to run them, and signals that reach them.
import { spawn } from "node:child_process";
import { root } from "./workspace.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const children = new Set();
const interruption = new AbortController();

/** Aborted once this process was asked to stop. */
export const stopSignal = interruption.signal;

/** This process was asked to stop by a signal while it prepared something. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

/** A program ended with failure; the message is meant for the reader of the terminal. */
export class ProgramFailed extends Error {
  constructor(message, output = "") {
    super(message);
    this.output = output;
  }
}

/** From now on a signal goes to the children, and this process ends after them, with its locks released. */
export function forwardSignals() {
  for (const name of signals) {
    process.on(name, () => {
      interruption.abort(new Interrupted(name));
      // A terminal gives Ctrl-C to the whole group by itself; a second one would read as impatience.
      if (name === "SIGINT" && process.stdin.isTTY) return;
      for (const child of children) child.kill(name);
    });
  }
}

/**
 * Run a program in the repository's root to its end.
 * @returns how it ended, `{ code, signal, output }`; output only of what `stdio` pipes
 */
export function run(program, args, { stdio = "inherit", onStart, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio, ...options });
    const output = [];
    children.add(child);
    child.stdout?.on("data", (bytes) => output.push(bytes));
    child.stderr?.on("data", (bytes) => output.push(bytes));
    child.on("error", (error) => {
      children.delete(child);
      reject(new ProgramFailed(`${program} could not be started: ${error.message}`));
    });
    child.on("spawn", () => onStart?.(child.pid));
    child.on("close", (code, signal) => {
      children.delete(child);
      resolve({ code, signal, output: Buffer.concat(output).toString() });
    });
  });
}

/** Run a program that has to succeed; its output goes to standard error, since standard output belongs to the command. */
export async function runStep(name, program, args, options = {}) {
  stopSignal.throwIfAborted();
  const { code, signal, output } = await run(program, args, { stdio: ["ignore", 2, 2], ...options });
  stopSignal.throwIfAborted();
  if (code !== 0) throw new ProgramFailed(`${name} failed (${signal ?? `exit code ${code}`}).`, output);
}
