import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bait } from "./run-attempts.js";

/** What lies about for guests to find: a file with a secret, a link to it, a variable of the environment, and servers that count who comes. */
export interface Baits {
  readonly bait: Bait;
  /** Texts that nothing that comes from a guest may hold, by what they are. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly visitors: () => number;
  readonly close: () => Promise<void>;
}

export async function layBaits(): Promise<Baits> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "openhcs-bait-")));
  const [file, link, socket] = [join(folder, "secret.txt"), join(folder, "link.txt"), join(folder, "server.sock")];
  const secret = (what: string) => `secret-${what}-${Math.random().toString(36).slice(2)}`;
  const secrets = { "the content of a file": secret("file"), "the host's environment": secret("environment"), "where the host is installed": installation() };
  writeFileSync(file, secrets["the content of a file"]);
  symlinkSync(file, link);
  process.env["OPENHCS_TEST_SECRET"] = secrets["the host's environment"];
  let visits = 0;
  const visit = (server: Server) => server.on("connection", (connection) => {
    visits += 1;
    connection.on("error", () => {}).destroy();
  });
  const servers = [visit(createServer()), visit(createServer())] as const;
  await new Promise<void>((resolve) => servers[0].listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => servers[1].listen(socket, resolve));
  const { port } = servers[0].address() as { port: number };
  return {
    bait: { file, link, socket, port, host: process.pid },
    secrets,
    visitors: () => visits,
    async close() {
      delete process.env["OPENHCS_TEST_SECRET"];
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      rmSync(folder, { recursive: true });
    },
  };
}

/** The folder that holds the workspace, and so all that is installed. */
function installation(): string {
  return dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));
}
