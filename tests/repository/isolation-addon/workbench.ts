import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadIsolation, type IsolationAddon, type SystemCallError } from "@openhcs/native/isolation";
import { afterEach, beforeEach } from "vitest";

export const loaded = loadIsolation();
export const addon = loaded.addon as IsolationAddon;
export const isIsolating = loaded.addon !== undefined && Object.values(addon.facts()).every(Boolean);

export const native = fileURLToPath(new URL("../../../native", import.meta.url));
/** What built the addon here; undefined where it is a shipped one. */
export const compiler = (() => {
  const cache = join(native, "build", "CMakeCache.txt");
  const path = existsSync(cache) ? /^CMAKE_CXX_COMPILER:\w+=(.*)$/m.exec(readFileSync(cache, "utf8"))?.[1] : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
})();

export const MiB = 2 ** 20;
export const page = 4096;

export let owned: number[];
export const keep = (descriptor: number) => (owned.push(descriptor), descriptor);
beforeEach(() => { owned = []; });
afterEach(() => { for (const descriptor of owned) closeSync(descriptor); });

export const segment = (bytes: number) => keep(addon.createSegment(bytes));
export const pair = () => addon.socketPair().map(keep) as [number, number];
export const bytesOf = (message: string) => new TextEncoder().encode(message);
export const codeOf = (action: () => unknown) => {
  try {
    return action();
  } catch (error) {
    const { code, syscall } = error as SystemCallError;
    return `${code} ${syscall}`;
  }
};

export interface Start {
  /** Of descriptors that it has beyond 3, from 4 on. */
  readonly also?: readonly (number | "ignore")[];
  readonly env?: Record<string, string>;
}

/** Runs CommonJS source in a child with `addon`, its end of a connection as descriptor 3, and no environment; ours is `socket`. */
export function start(source: string, flags: readonly string[] = [], { also = [], env = {} }: Start = {}) {
  const [socket, theirs] = addon.socketPair();
  keep(socket);
  addon.withholdDescriptors();
  const child = spawn(process.execPath, [...flags, "-e", `const addon = require(${JSON.stringify("path" in loaded && loaded.path)});\n${source}`], {
    stdio: ["ignore", "pipe", "pipe", theirs, ...also], env: { NODE_V8_COVERAGE: undefined, ...env }, // A hardened process could not write what it covered, and would say so.
  });
  addon.close(theirs);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the child has no pipes");
  const output = Promise.all([text(stdout), text(stderr), once(child, "close")]).then(([out, complaints, [code, signal]]) => ({ out, complaints, code, signal }));
  return { id: child.pid as number, socket, output };
}

/** Waits for a line of the child, which blocks this thread and is meant to. */
export function hear(socket: number): string {
  const buffer = new Uint8Array(1000);
  const received = addon.receive(socket, buffer, 120_000);
  return new TextDecoder().decode(buffer.subarray(0, received?.bytes ?? 0));
}

/** What a child does before user code would run in it. */
export const hardening = `
  process.stdout; process.stderr;
  const say = (message) => addon.send(3, new TextEncoder().encode(message), 0, [], Infinity);
  const harden = () => new Promise((turned) => setImmediate(turned)).then(() => addon.harden(process.ppid));`;
