import { createHash } from "node:crypto";
import { memoryStore, type FunctionStore, type StoredSource } from "@openhcs/core";

/** A store that holds these texts, as files would be. */
export async function storeOf(sources: Readonly<Record<string, string>>): Promise<FunctionStore> {
  const stored = Object.entries(sources).map(([name, source]): StoredSource => ({ name, source, hash: createHash("sha256").update(source).digest("hex"), language: "ts", filePath: `/functions/${name}.ts` }));
  return { ...memoryStore(), name: "files", load: async () => ({ sources: stored, failures: [], warnings: [] }) };
}
