import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { NdArray, writeImage } from "openhcs";
import { vi } from "vitest";

// Every command is a process of its own, which a busy machine takes its time to start.
vi.setConfig({ testTimeout: 300_000 });

export const command = fileURLToPath(new URL("../../packages/openhcs/bin/openhcs.mjs", import.meta.url));

export interface Ending {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line as a user's shell would, without a terminal, as a user who has no functions yet. */
export async function openhcs(args: readonly string[], { cwd = process.cwd(), input, env = {} }: Surroundings = {}): Promise<Ending> {
  const folders = { XDG_CACHE_HOME: join(tmpdir(), "openhcs-cli-cache"), XDG_DATA_HOME: join(tmpdir(), "openhcs-cli-nobody"), XDG_CONFIG_HOME: join(tmpdir(), "openhcs-cli-nobody") };
  const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...process.env, ...folders, ...env }, timeout: 280_000, killSignal: "SIGKILL" }); // Before its test gives up on it.
  child.stdin.on("error", () => {}); // A command that fails does not wait for its input.
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

export const newFolder = () => mkdtemp(join(tmpdir(), "openhcs-cli-"));

/** [48, 64] uint8: four bright squares of 6 × 6 pixels on a dark ground. */
export function squares(): NdArray {
  const image = NdArray.full([48, 64], 10, "uint8");
  for (const [top, left] of [[6, 8], [6, 40], [30, 8], [30, 40]] as const) {
    for (let y = 0; y < 6; y++) for (let x = 0; x < 6; x++) image.set([top + y, left + x], 200);
  }
  return image;
}

/** A folder with `squares.tif`, whose pixels are 0.5 µm wide. */
export async function folderWithSquares(): Promise<string> {
  const folder = await newFolder();
  const length = { value: 0.5, unit: "µm" };
  await writeImage(join(folder, "squares.tif"), { array: squares(), axes: "YX", pixelSize: { x: length, y: length } });
  return folder;
}
