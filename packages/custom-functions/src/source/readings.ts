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
  readonly #used = new Set<string>();

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

  /** Whether anything is kept at all. */
  get isKeeping(): boolean {
    return this.#cache !== undefined;
  }

  find(hash: string, judgedBy: string): Reading | undefined {
    const key = keyOf(hash, judgedBy);
    this.#used.add(key);
    return this.#kept.get(key) ?? this.#fresh.get(key);
  }

  add(hash: string, judgedBy: string, { functions, imports }: Reading): void {
    this.#fresh.set(keyOf(hash, judgedBy), { functions, imports });
  }

  /** Keeps what is new, and lets go of everything: the next opening finds it. */
  async close(): Promise<void> {
    const [all, isNews] = [[...this.#kept, ...this.#fresh], this.#fresh.size > 0];
    const inUse = all.length > mostReadings ? all.filter(([key]) => this.#used.has(key)) : all;
    this.#kept = new Map();
    this.#fresh = new Map();
    this.#used.clear();
    if (isNews) await this.#cache?.write(serialize(new Map(inUse))).catch(() => {}); // A cache that cannot be written costs its time again.
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
