import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkSourceSize, SourceUnavailableError } from "@openhcs/custom-functions";
import { maxSourceBytes } from "@openhcs/validator";

const run = promisify(execFile);
const timeoutMs = 120_000;

/** What ties git to the repository of whoever calls, where that is a hook of git itself. */
const local = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX"];

/**
 * One commit of somebody's repository, in a temporary folder without a work tree.
 *
 * Files are read out of git's objects and never checked out, so that no hook, filter or link of the repository has a say; git may
 * speak the protocol of the address alone.
 */
export class GitRepository implements AsyncDisposable {
  readonly #origin: string;
  readonly #folder: string;
  readonly #protocol: string;

  private constructor(origin: string, folder: string, protocol: string) {
    this.#origin = origin;
    this.#folder = folder;
    this.#protocol = protocol;
  }

  /** @throws SourceUnavailableError */
  static async fetch(origin: string, url: URL, reference: string): Promise<GitRepository> {
    const repository = new GitRepository(origin, await mkdtemp(join(tmpdir(), "openhcs-git-")), url.protocol.slice(0, -1));
    try {
      await repository.#git("init", "--bare", "--quiet", "--template=");
      await repository.#git("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--end-of-options", url.href, reference);
      return repository;
    } catch (error) {
      await repository[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The bytes of a file; undefined where there is none. @throws SourceUnavailableError where it is no regular file, or too large */
  async read(path: string): Promise<Uint8Array | undefined> {
    const { stdout } = await this.#git("--literal-pathspecs", "ls-tree", "-z", "-l", "FETCH_HEAD", "--", path);
    const [mode = "", , object = "", size = ""] = stdout.toString().split("\t")[0]?.split(/\s+/) ?? [];
    if (mode === "") return undefined;
    if (!mode.startsWith("100")) throw new SourceUnavailableError(`${this.#origin}: ${path}`, `it is ${mode === "040000" ? "a folder" : "no regular file"}; give the file of a source.`);
    checkSourceSize(Number(size), `${this.#origin}: ${path}`);
    return (await this.#git("cat-file", "blob", object)).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #git(...args: readonly string[]): Promise<{ readonly stdout: Buffer }> {
    const settings = ["core.hooksPath=/dev/null", "protocol.allow=never", `protocol.${this.#protocol}.allow=always`, "gc.auto=0"].flatMap((setting) => ["-c", setting]);
    const env = { ...process.env, ...(process.stdin.isTTY === true ? {} : { GIT_TERMINAL_PROMPT: "0" }) };
    for (const name of local) Reflect.deleteProperty(env, name);
    try {
      return await run("git", [...settings, ...args], { cwd: this.#folder, env, timeout: timeoutMs, maxBuffer: 2 * maxSourceBytes, encoding: "buffer" });
    } catch (error) {
      throw new SourceUnavailableError(this.#origin, reasonOf(error), { cause: error });
    }
  }
}

function reasonOf(error: unknown): string {
  const { code, killed, stderr, message } = error as { readonly code?: unknown; readonly killed?: boolean; readonly stderr?: Buffer; readonly message: string };
  if (code === "ENOENT") return "git is not installed.";
  if (killed === true) return `git did not end within ${timeoutMs / 1000} s.`;
  const said = (stderr ?? "").toString().trim().split("\n").filter((line) => line !== "").join(" ");
  return `git says: ${said === "" ? message : said}`;
}
