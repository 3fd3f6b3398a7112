import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, createServer, preview, type PreviewServer, type ViteDevServer } from "vite";
import { vi } from "vitest";

export const example = fileURLToPath(new URL("../../examples/browser", import.meta.url));

const here = { host: "127.0.0.1", port: 0 };
const quiet = { root: example, logLevel: "silent" } as const;

interface Served extends AsyncDisposable {
  readonly address: string;
}

/** The page of examples/browser as `vite build` makes it, in a folder, served from there. */
export async function serveBuilt(folder: string): Promise<Served> {
  vi.stubEnv("NODE_ENV", "production"); // Vitest's own makes another build of it.
  const options = { ...quiet, build: { outDir: join(folder, "page") } };
  await build(options);
  return served(await preview({ ...options, preview: here }));
}

/** The same from its sources, as `vite` serves it while one works on it. */
export async function serveSources(folder: string): Promise<Served> {
  vi.stubEnv("NODE_ENV", "development");
  const server = await createServer({ ...quiet, cacheDir: join(folder, "cache"), server: here });
  return served(await server.listen());
}

function served(server: PreviewServer | ViteDevServer): Served {
  return { address: server.resolvedUrls?.local[0] as string, [Symbol.asyncDispose]: () => server.close() };
}
