import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { messageOf } from "@openhcs/core";

export type Peer = "@tensorflow/tfjs-node-gpu" | "@tensorflow/tfjs-node";

const timeoutMs = 30_000;
const require = createRequire(import.meta.url);
const answers = new Map<Peer, Promise<string | undefined>>();

/** Why an optional package cannot be used; undefined where it can. It is loaded in a process of its own first, for its native library may end that. */
export function whyNotPeer(peer: Peer): Promise<string | undefined> {
  const answer = answers.get(peer) ?? (resolved(peer) === undefined ? Promise.resolve("not installed") : ask(peer));
  answers.set(peer, answer);
  return answer;
}

export function loadPeer(peer: Peer): Promise<unknown> {
  return import(peer);
}

/** What the answers depend on: Node, and which of the packages are there. */
export function installed(): string {
  return [process.version, resolved("@tensorflow/tfjs-node-gpu"), resolved("@tensorflow/tfjs-node")].join(" ");
}

function resolved(peer: Peer): string | undefined {
  try {
    return require.resolve(peer);
  } catch {
    return undefined;
  }
}

function ask(peer: Peer): Promise<string | undefined> {
  const program = `import(${JSON.stringify(resolved(peer))}).then(() => console.log("\\nloaded"), (error) => console.log("\\n" + error.message.split("\\n")[0]))`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["-e", program], { timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout) => {
      const last = stdout.trimEnd().split("\n").at(-1) ?? "";
      if (error !== null) resolve(`ends the process that loads it (${error.signal ?? `exit ${error.code ?? messageOf(error)}`})`);
      else resolve(last === "loaded" ? undefined : `cannot be loaded: ${last}`);
    });
  });
}
