import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { onTestFinished } from "vitest";

/** Packs the script with what it imports into one file, which starts in a third of the time. @returns its path */
export async function bundleChangingChild(folder: string): Promise<string> {
  const root = fileURLToPath(new URL(".", import.meta.url));
  await build({
    configFile: false,
    logLevel: "warn",
    root,
    build: { ssr: join(root, "changing-child.mjs"), outDir: folder, emptyOutDir: true, target: "node20", minify: false, rolldownOptions: { output: { entryFileNames: "child.mjs" } } },
    ssr: { noExternal: true },
  });
  return join(folder, "child.mjs");
}

/** A change as it was announced: the name and hash that it leaves, and the name that it takes away. */
export interface Announced {
  readonly from?: string;
  readonly to?: string;
  readonly hash?: string;
}

/** A process that changes a folder until it is killed. */
export class ChangingProcess {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #end: Promise<unknown>;
  #text = "";

  static async start(script: string, folder: string, seed: number): Promise<ChangingProcess> {
    const started = new ChangingProcess(script, folder, seed);
    await started.said(1);
    return started;
  }

  private constructor(script: string, folder: string, seed: number) {
    this.#child = spawn(process.execPath, [script, folder, String(seed)], { stdio: ["ignore", "pipe", "inherit"] });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#text += text));
    this.#end = once(this.#child, "close");
    onTestFinished(() => void this.#child.kill("SIGKILL")); // Where the test failed before it did.
  }

  /** Waits until it has said so many lines: that it is ready, and two for every change. */
  async said(lines: number): Promise<void> {
    while (this.#text.split("\n").length <= lines) {
      await Promise.race([once(this.#child.stdout, "data"), this.#end]);
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) throw new Error(`the changing process ended with ${exitCode ?? signalCode}: see its error output`);
    }
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills it as a crash would. @returns the changes that it had completed, and the one that it was at */
  async kill(): Promise<{ readonly done: readonly Announced[]; readonly pending: Announced | undefined }> {
    this.send("SIGKILL");
    await this.#end;
    const done: Announced[] = [];
    let pending: Announced | undefined;
    for (const line of this.#text.split("\n").slice(1, -1)) {
      const message = JSON.parse(line) as Announced | { readonly done: true };
      if (!("done" in message)) pending = message;
      else if (pending !== undefined) {
        done.push(pending);
        pending = undefined;
      }
    }
    return { done, pending };
  }
}
