import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { vi } from "vitest";

export const example = fileURLToPath(new URL("../../examples/browser", import.meta.url));

interface Served extends AsyncDisposable {
  readonly address: string;
}

/** Builds the page of examples/browser into a folder, and serves it from there. */
export async function serveExample(folder: string): Promise<Served> {
  const options = { root: example, logLevel: "silent", build: { outDir: join(folder, "page") } } as const;
  vi.stubEnv("NODE_ENV", "production"); // Vitest's own makes another build of it.
  await build(options);
  const server = await preview({ ...options, preview: { host: "127.0.0.1", port: 0 } });
  return { address: server.resolvedUrls?.local[0] as string, [Symbol.asyncDispose]: () => server.close() };
}
