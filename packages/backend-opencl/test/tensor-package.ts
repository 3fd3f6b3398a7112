import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../../native/test/tensor-package.c", import.meta.url));

/** A native package of somebody else, that takes tensors and makes some. */
export interface TensorPackage {
  /** Of a float32 tensor, which it takes, reads and deletes. */
  sum(handle: unknown): number;
  /** That on another thread. */
  sumElsewhere(handle: unknown): number;
  /** Of the device that a tensor lies on. */
  kind(handle: unknown): number;
  /** [[0, 1, 2], [3, 4, 5]]; or that transposed (1), complex (2), on CUDA (3), not aligned (4), empty (5), of 300 × 300 ones (6), of negative extents (7), of too many elements (8), without memory (9), without a shape (10). */
  make(trait: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10): unknown;
  /** Takes a tensor, which `drop` deletes on another thread. */
  keep(handle: unknown): void;
  drop(): void;
  /** How many of those that it made were deleted. */
  deleted(): number;
}

export const withoutCompiler = !(process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0) && "needs Linux and a C compiler";

/** Compiles it into a folder of its own. */
export function buildTensorPackage(): { readonly path: string; load(): TensorPackage; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "openhcs-tensors-"));
  const path = join(folder, "tensors.node");
  const { status, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-o", path, source, "-lpthread", "-ldl"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the tensor package does not compile: ${stderr}`);
  return { path, load: () => createRequire(import.meta.url)(path) as TensorPackage, remove: () => rmSync(folder, { recursive: true }) };
}
