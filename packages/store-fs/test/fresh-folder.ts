import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of the test's own, which goes with it. */
export function freshFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "openhcs-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where files live in memory, if anywhere: a process that is killed shows the same there, and waits for no disk. */
export const quickParent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
