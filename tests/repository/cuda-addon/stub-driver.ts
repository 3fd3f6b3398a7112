import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCuda } from "@openhcs/native/cuda";

const source = fileURLToPath(new URL("../../../native/test/stub-cuda.c", import.meta.url));

export const loaded = loadCuda();
const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);
const hasCompiler = process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0;

/** Why tests against the stub cannot run here; where the addons are required, they fail instead. */
export const missing = isRequired ? false : loaded.addon === undefined ? `needs the addon: ${loaded.reason}` : !hasCompiler && "needs Linux and a C compiler";

/** What the stub driver wrote down: a command, what is alive, or how it was misused. */
export interface Note {
  readonly call?: string;
  readonly kernel?: string;
  readonly stream?: number;
  readonly event?: number;
  readonly memory?: number;
  readonly bytes?: number;
  readonly memories?: readonly number[];
  readonly values?: readonly number[];
  readonly groups?: readonly number[];
  readonly group?: readonly number[];
  readonly local?: number;
  readonly device?: number;
  readonly misuse?: string;
  readonly live?: Readonly<Record<string, number>>;
}

export interface Outcome {
  /** What the script resolved to. */
  readonly result: unknown;
  readonly notes: readonly Note[];
  readonly misuses: readonly (string | undefined)[];
  /** What was alive when the process ended. */
  readonly live: Readonly<Record<string, number>> | undefined;
}

export const nothing = { allocations: 0, pinned: 0, streams: 0, events: 0, modules: 0, contexts: 0, current: 0 };

/** Compiles the stub into a folder of its own. @param renamed entry points that it is to lack */
export function buildStub(renamed: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "openhcs-cuda-"));
  const library = join(folder, "libcuda.so.1");
  const { status, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-O1", ...renamed.map((name) => `-D${name}=${name}_of_another`), "-o", library, source, "-lpthread"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the stub driver does not compile: ${stderr}`);
  return { folder, library, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs the body of an async function in a process of its own, with `addon`, `options` that lead to the stub, and `codeOf` (code and status of what an action throws). */
export function inProcess(stub: { readonly folder: string; readonly library: string }, body: string, env: Readonly<Record<string, string>> = {}): Outcome {
  const log = join(stub.folder, "log");
  rmSync(log, { force: true });
  const script = `
    const addon = require(${JSON.stringify("path" in loaded && loaded.path)});
    const options = { library: ${JSON.stringify(stub.library)} };
    const codeOf = async (action) => { try { await action(); return "none"; } catch ({ code, status }) { return (code + " " + status).trim(); } };
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    (async () => { ${body} })().then((result) => console.log(JSON.stringify(result ?? null)), (error) => { console.error(error); process.exitCode = 1; });`;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", env: { ...process.env, STUB_CUDA_LOG: log, ...env } });
  if (status !== 0) throw new Error(`the process ended with ${status ?? signal}: ${stderr}`);
  const notes = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Note) : [];
  return { result: JSON.parse(stdout), notes, misuses: notes.flatMap(({ misuse }) => misuse ?? []), live: notes.at(-1)?.live };
}
