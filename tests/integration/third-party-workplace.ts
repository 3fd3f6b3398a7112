import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const execute = promisify(execFile);

/** A registry that does not answer is no fault of ours: what needs it is skipped. */
export class RegistryUnreachable extends Error {}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder far from the repository, in which nothing but installed packages resolves. */
export class Workplace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "openhcs-third-party-")));
  readonly tarballs = join(this.folder, "t");

  constructor() {
    mkdirSync(this.tarballs);
  }

  /** Packs our packages as they would be published. */
  async packOurs(): Promise<void> {
    await this.#npm(root, "pack", "--workspaces", "--ignore-scripts", "--pack-destination", this.tarballs);
  }

  /** A copy of a fixture, without what was built or installed in it. */
  copy(fixture: string): string {
    const folder = join(this.folder, fixture);
    cpSync(join(root, "tests/fixtures", fixture), folder, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) });
    return folder;
  }

  /** Installs every tarball so far into a project, in one command. @throws RegistryUnreachable */
  async install(project: string): Promise<void> {
    const files = readdirSync(this.tarballs).map((file) => `../t/${file}`);
    await this.#npm(project, "install", "--ignore-scripts", "--prefer-offline", "--omit=dev", "--save-prod", ...files);
  }

  async pack(project: string): Promise<void> {
    await this.#npm(project, "pack", "--ignore-scripts", "--pack-destination", this.tarballs);
  }

  /** Compiles a project; the compiler and Node's types are the repository's, everything else is what the project installed. */
  async compile(project: string): Promise<void> {
    await this.run(project, join(root, "node_modules/typescript/bin/tsc"), "-p", project, "--typeRoots", join(root, "node_modules/@types"));
  }

  /** Runs a JavaScript file of a project with Node. */
  async run(project: string, ...args: readonly string[]): Promise<Outcome> {
    return said(execute(process.execPath, args, { cwd: project, env: cleanEnvironment(), maxBuffer: 2 ** 26, timeout: 300_000 }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #npm(cwd: string, ...args: readonly string[]): Promise<void> {
    const shell = process.platform === "win32";
    try {
      await said(execute("npm", [...args, "--no-audit", "--no-fund"], { cwd, env: cleanEnvironment(), timeout: 300_000, shell }));
    } catch (error) {
      const { message } = error as Error;
      const [code] = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.exec(message) ?? [];
      throw code === undefined ? error : new RegistryUnreachable(`the package registry cannot be reached: ${code}`, { cause: error });
    }
  }
}

/** The outcome; or an error that holds what the program wrote. */
async function said(running: Promise<Outcome>): Promise<Outcome> {
  try {
    return await running;
  } catch (error) {
    const { message, stdout, stderr } = error as Error & Partial<Outcome>;
    throw new Error(`${message}\n${stdout}${stderr}`, { cause: error });
  }
}

/** Without what the npm that may have started us says of its own project, and without a test runner's marks. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|NODE_TEST_CONTEXT|NODE_OPTIONS|VITEST|NODE_V8_COVERAGE)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
