import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { CompiledSource, DeclaredFunction } from "@openhcs/validator";

/** Keeps bytes from one start to the next; they may be lost, and are never missed. */
export interface ReadingsCache {
  /** Undefined where nothing was kept. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
}

/** What a valid source was found to declare. */
export interface Reading {
  readonly functions: readonly DeclaredFunction[];
  readonly imports: CompiledSource["imports"];
}

/** More than anybody has; beyond it the cache begins anew with what is in use. */
const mostReadings = 20_000;

/**
 * Readings of sources that were validated at an earlier start, since reading thousands of them again takes seconds.
 *
 * They stand under the hash of the text and what it was judged by: what is installed, and the validator itself.
 */
export class Readings {
  readonly #cache: ReadingsCache | undefined;
  #kept = new Map<string, Reading>();
  #fresh = new Map<string, Reading>();

  constructor(cache: ReadingsCache | undefined) {
    this.#cache = cache;
  }

  /** Takes what was kept. What cannot be read was lost, and costs its time again. */
  async open(): Promise<void> {
    const bytes = await this.#cache?.read().catch(() => undefined);
    if (bytes === undefined) return;
    try {
      const kept: unknown = deserialize(bytes);
      if (kept instanceof Map) this.#kept = new Map([...kept as Map<unknown, unknown>].filter(isEntry));
    } catch {
      this.#kept.clear();
    }
  }

  find(hash: string, judgedBy: string): Reading | undefined {
    return this.#kept.get(keyOf(hash, judgedBy)) ?? this.#fresh.get(keyOf(hash, judgedBy));
  }

  add(hash: string, judgedBy: string, { functions, imports }: Reading): void {
    if (this.#cache !== undefined) this.#fresh.set(keyOf(hash, judgedBy), { functions, imports });
  }

  /** Keeps what is new, and lets go of everything: the next opening finds it. */
  async close(): Promise<void> {
    const [kept, fresh] = [this.#kept, this.#fresh];
    this.#kept = new Map();
    this.#fresh = new Map();
    if (fresh.size === 0) return;
    const all = kept.size + fresh.size > mostReadings ? fresh : new Map([...kept, ...fresh]);
    await this.#cache?.write(serialize(all)).catch(() => {}); // A cache that cannot be written costs its time again.
  }
}

function isEntry(entry: readonly [unknown, unknown]): entry is [string, Reading] {
  const [key, reading] = entry as [unknown, Partial<Reading> | null | undefined];
  return typeof key === "string" && Array.isArray(reading?.functions) && reading.functions.length > 0 && Array.isArray(reading.imports);
}

function keyOf(hash: string, judgedBy: string): string {
  return `${hash} ${judgedBy}`;
}

/** A short name for what sources are judged by. */
export function digestOf(judgedBy: unknown): string {
  return createHash("sha256").update(JSON.stringify(judgedBy)).digest("base64url").slice(0, 16);
}
