import { mkdtemp, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOpenHcsError, NdArray } from "@openhcs/core";
import { makeFolder, writeImage } from "@openhcs/io";
import { beforeAll, describe, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "openhcs-io-"));
  await writeFile(join(folder, "file"), "");
  await symlink(join(folder, "nowhere"), join(folder, "link"));
});

describe("making a folder", () => {
  it("makes those above it too, and takes what is there", async () => {
    for (let time = 0; time < 2; time++) makeFolder(join(folder, "a", "b", "c"));
    expect((await stat(join(folder, "a", "b", "c"))).isDirectory()).toBe(true);
  });

  it.skipIf(process.platform === "win32")("gives it, and those above it, the permissions that are asked for (needs permissions of Unix)", async () => {
    makeFolder(join(folder, "own", "settings"), { mode: 0o700 });
    for (const name of ["own", "own/settings"]) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
  });

  it.each([["file"], ["file/below"], ["file/far/below"], ["link"]])("is refused with the path where a file is in the way: %s", (name) => {
    expectFileError(() => makeFolder(join(folder, name)), join(folder, name));
  });

  // Node's recursive mkdir hangs here, so that the whole test would.
  it.skipIf(process.platform !== "linux")("ends where the system denies that a parent exists", () => {
    expectFileError(() => makeFolder("/proc/none/below"), "/proc/none/below");
  });
});

describe("writing an image where that cannot be", () => {
  it.each([["below a file", "file/a.npy"], ["in no folder", "none/a.npy"], ["over a folder", "taken.npy"]])("names the file that was asked for: %s", async (_, name) => {
    makeFolder(join(folder, "taken.npy"));
    const path = join(folder, name);
    const error: unknown = await writeImage(path, NdArray.zeros([2, 2])).catch((thrown: unknown) => thrown);
    expectFileError(() => { throw error; }, path);
    expect((await readdir(folder)).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });
});

function expectFileError(fail: () => void, path: string): void {
  let error: unknown;
  try {
    fail();
  } catch (thrown) {
    error = thrown;
  }
  expect(isOpenHcsError(error, "IMAGE_FILE"), String(error)).toBe(true);
  expect((error as Error).message).toMatch(/: E[A-Z]+: [a-z ]+\.$/);
  expect((error as Error).message.startsWith(`${path}: `)).toBe(true);
}
