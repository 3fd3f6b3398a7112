import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { folderWithSquares, newFolder, openhcs, type Ending, type Surroundings } from "./openhcs.js";

/** A user of the command line with functions of their own. */
export interface Workplace {
  /** With `squares.tif` in it. */
  readonly cwd: string;
  /** Where their functions and settings are: `openhcs/custom_functions` and `config/openhcs` in it. */
  readonly home: string;
  run(args: readonly string[], surroundings?: Surroundings): Promise<Ending>;
  /** What the command prints; with `--json` where it shall be read. @throws where the command fails */
  says(...args: readonly string[]): Promise<string>;
  json<T>(...args: readonly string[]): Promise<T>;
  write(file: string, text: string): Promise<string>;
  read(file: string): Promise<string>;
  /** A source as it is kept; a file is read sooner than a command shows it. */
  kept(name: string): Promise<string>;
}

export async function workplace(): Promise<Workplace> {
  const [cwd, home] = await Promise.all([folderWithSquares(), newFolder()]);
  const run: Workplace["run"] = (args, { env, ...rest } = {}) => openhcs(args, { cwd, ...rest, env: { XDG_DATA_HOME: home, XDG_CONFIG_HOME: join(home, "config"), ...env } });
  const says = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw new Error(`openhcs ${args.join(" ")} ended with ${code}: ${stderr}${stdout.toString()}`);
    return stdout.toString();
  };
  return {
    cwd, home, run, says,
    json: async <T>(...args: readonly string[]) => JSON.parse(await says(...args, "--json")) as T,
    write: async (file, text) => {
      await writeFile(resolve(cwd, file), text);
      return file;
    },
    read: (file) => readFile(join(cwd, file), "utf8"),
    kept: (name) => readFile(join(home, "openhcs", "custom_functions", `${name}.ts`), "utf8"),
  };
}

/** A source of one function that keeps what is brighter than a threshold. */
export function brighter(name: string, fallback = 100): string {
  return `import { ndarray, type NdArray } from "openhcs";

/**
 * Keep what is brighter than a threshold.
 * @param threshold intensity, 0..255
 * @returns the image, dark elsewhere
 */
export const ${name} = ndarray(function ${name}(image: NdArray, threshold: number = ${fallback}) {
  return image.map((value) => (value > threshold ? value : 0));
});
`;
}
