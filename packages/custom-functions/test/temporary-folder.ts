import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "openhcs-custom-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
