import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * A Python process that answers lines with JSON; undefined where no Python has what the script imports.
 * @returns {Promise<{ version: string, ask: (line: string | number) => Promise<any>, stop: () => void } | undefined>}
 */
export async function startPeer(script, args, input) {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const child = spawn(python, [join(import.meta.dirname, script), ...args.map(String)], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.on("error", () => {}); // It left without reading: its missing first line says so.
    child.on("error", () => {});
    child.stdin.write(input);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([answers.next(), once(child, "exit").then(() => ({ done: true }), () => ({ done: true }))]);
    if (first.done) continue;
    const ask = async (line) => {
      child.stdin.write(`${line}\n`);
      return JSON.parse((await answers.next()).value);
    };
    return { version: JSON.parse(first.value).version, ask, stop: () => child.stdin.end() };
  }
  return undefined;
}
