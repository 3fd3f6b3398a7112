import { spawn } from "node:child_process";

/** Less than a test of a document may take, so that what hangs is ended by us, with all that it started. */
const timeoutMs = 100_000;

interface Execution {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

interface Ended {
  /** What ended it, where that was a signal. */
  readonly code: number | NodeJS.Signals;
  /** Of both streams. */
  readonly output: string;
}

/** Runs a program to its end. Nothing that it started outlives a time-out, or the tests. */
export function execute(program: string, args: readonly string[], { cwd, env, limitMs = timeoutMs }: Execution): Promise<Ended> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true }); // The head of a group, to be ended as a whole.
  const end = () => endGroup(child.pid);
  const timer = setTimeout(end, limitMs);
  process.on("exit", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output += text; });
  return new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "SIGKILL", output }));
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", end);
    end();
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}
