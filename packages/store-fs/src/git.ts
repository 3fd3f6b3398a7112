import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
/** Settings under which git asks nothing and starts nothing on the side. */
const settings = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "commit.gpgSign=false", "gc.auto=0", "maintenance.auto=false"];
/** What ties git to the repository of whoever calls, where that is a hook of git itself. */
const local = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX"];
const maxBuffer = 64_000_000;

export interface GitCall {
  readonly input?: Uint8Array | string;
  /** Settings for this call, as `name=value`. */
  readonly config?: readonly string[];
}

/**
 * Runs git in a folder's own repository, until the signal.
 *
 * A repository's configuration may name programs, and whoever writes to a shared folder must not choose what runs. Hooks, monitors and signing are
 * switched off, and no transport is allowed, by which git fetches objects that are missing. What is left are filters, for who calls this:
 * they run with every command that looks at the work tree (`add`, `status`, `commit`), and with none that reads objects, trees and the index alone.
 */
export class Git {
  readonly #folder: string;
  readonly #signal: AbortSignal;

  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** @returns what it printed, without the last line's end, a character for each byte: names of files may be in any encoding @throws GitError */
  async run(args: readonly string[], { input = "", config = [] }: GitCall = {}): Promise<string> {
    // A folder above that is a repository as well is nobody's business.
    const env: NodeJS.ProcessEnv = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_ALLOW_PROTOCOL: "", GIT_NO_LAZY_FETCH: "1", GIT_CEILING_DIRECTORIES: dirname(this.#folder) };
    for (const name of local) Reflect.deleteProperty(env, name);
    const all = ["-C", this.#folder, ...[...settings, ...config].flatMap((setting) => ["-c", setting]), ...args];
    const running = execute("git", all, { env, signal: this.#signal, encoding: "buffer", maxBuffer, windowsHide: true });
    running.child.stdin?.on("error", () => {}).end(input); // One that ends without reading says why by its exit.
    try {
      return (await running).stdout.toString("latin1").replace(/\n$/, "");
    } catch (error) {
      throw new GitError(error);
    }
  }

  /** As `run`, of a question that git answers with its exit 1 where there is nothing: undefined. @throws GitError */
  async answer(args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.run(args);
    } catch (error) {
      if (error instanceof GitError && error.exit === 1) return undefined;
      throw error;
    }
  }
}

/** A call of git failed: what it says, or why it said nothing. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly exit: unknown;
  constructor(cause: unknown) {
    const { code, stderr, message } = cause as { readonly code?: unknown; readonly stderr?: Buffer; readonly message?: string };
    const said = stderr?.toString("utf8").trim() ?? "";
    super(said === "" ? String(message) : said, { cause });
    this.exit = code;
  }
}
