import { AbortedError } from "@openhcs/core";
import { Child } from "../child/child.js";
import type { GuestSource } from "../guest-source.js";
import { IsolationUnavailableError } from "../isolation-errors.js";
import type { IsolationLimits } from "../limits.js";
import type { Launcher } from "./launcher.js";
import { serve, type ServingChild } from "./serving-child.js";
import { Spares } from "./spares.js";
import { startChild } from "./start-child.js";

export interface ChildPoolOptions {
  readonly maxChildren: number;
  readonly spares: number;
  readonly idleMs: number;
  readonly memoryBytes: number;
  /** Called when a child is gone. */
  onEnd(child: Child): void;
  /** Called when nothing was asked of the pool for a while. */
  onIdle(): void;
}

/** Children by the source that they serve. Who finds none free waits in line. */
export class ChildPool {
  readonly #launcher: Launcher;
  readonly #options: ChildPoolOptions;
  readonly #spares: Spares;
  readonly #serving = new Set<ServingChild>();
  readonly #all = new Set<Child>();
  /** Those that are not ready yet. */
  readonly #starting = new Set<Promise<Child>>();
  readonly #waiting: (() => void)[] = [];
  /** Children that are being started or that serve. */
  #taken = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(launcher: Launcher, options: ChildPoolOptions) {
    this.#launcher = launcher;
    this.#options = options;
    this.#spares = new Spares(() => this.#start(options.memoryBytes), options.spares);
  }

  get children(): readonly { readonly pid: number | undefined; readonly hash?: string; readonly busy: boolean }[] {
    const serving = new Map([...this.#serving].map((one) => [one.child, one]));
    return [...this.#all].map((child) => {
      const { source, isBusy = false } = serving.get(child) ?? {};
      return { pid: child.pid, busy: isBusy, ...(source === undefined ? {} : { hash: source.hash }) };
    });
  }

  async warm(): Promise<void> {
    this.#checkOpen();
    this.#watchIdle();
    await this.#spares.fill();
  }

  /** A child that serves the source, for the caller alone until it gives it back. @param atOnce also beyond the maximum, rather than waiting */
  async acquire(source: GuestSource, { memoryBytes, timeoutMs }: IsolationLimits, signal: AbortSignal | undefined, atOnce = false): Promise<ServingChild> {
    this.#watchIdle();
    for (let isWoken = false;; isWoken = await this.#turn(signal)) {
      try {
        this.#checkOpen();
        if (signal?.aborted) throw new AbortedError(`a call into ${source.filename}`, signal.reason);
      } catch (error) {
        if (isWoken) this.#next(); // Else what it was woken for would be lost on it.
        throw error;
      }
      const free = this.#find((one) => one.source.hash === source.hash && one.child.memoryBytes === memoryBytes);
      if (free !== undefined) {
        free.isBusy = true;
        return free;
      }
      this.#makeRoom();
      if (atOnce || this.#taken < this.#options.maxChildren) return this.#open(source, memoryBytes, timeoutMs, signal);
    }
  }

  giveBack(one: ServingChild): void {
    one.isBusy = false;
    one.lastUsed = performance.now();
    if (one.isRetiring && one.child.isAlive) void one.child.end(); // Which somebody waits for.
    if (!one.child.isAlive) this.#leave(one);
    this.#next();
    this.#watchIdle();
  }

  async retire(hash: string): Promise<void> {
    const ending: Promise<unknown>[] = [];
    for (const one of this.#serving) {
      if (one.source.hash !== hash) continue;
      one.isRetiring = true;
      if (!one.isBusy) this.#leave(one);
      ending.push(one.isBusy ? one.child.ended : one.child.end());
    }
    await Promise.all(ending);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#spares.empty();
    await Promise.allSettled([...this.#all].map((child) => child.end()));
    await Promise.allSettled(this.#starting);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #open(source: GuestSource, memoryBytes: number, timeoutMs: number, signal: AbortSignal | undefined): Promise<ServingChild> {
    this.#taken++;
    try {
      const spare = memoryBytes === this.#options.memoryBytes ? await this.#spares.take() : undefined;
      const child = spare ?? await this.#start(memoryBytes);
      const one = await serve(child, source, timeoutMs, signal);
      this.#serving.add(one);
      void child.ended.then(() => { if (!one.isBusy) this.#leave(one); });
      void this.#spares.fill().catch(() => {}); // Whoever needs one next gets the error.
      return one;
    } catch (error) {
      this.#taken--;
      this.#next();
      throw error;
    }
  }

  #start(memoryBytes: number): Promise<Child> {
    const starting = this.#ready(memoryBytes).finally(() => this.#starting.delete(starting));
    this.#starting.add(starting);
    return starting;
  }

  async #ready(memoryBytes: number): Promise<Child> {
    const child = await Child.start(startChild(this.#launcher, memoryBytes), memoryBytes);
    this.#all.add(child);
    void child.ended.then(() => {
      this.#all.delete(child);
      this.#options.onEnd(child);
    });
    if (this.#isClosed) await child.end();
    this.#checkOpen();
    return child;
  }

  /** Children that were idle for longest make room for another source's: several where nested calls took more than the maximum. */
  #makeRoom(): void {
    const idle = [...this.#serving].filter(({ isBusy }) => !isBusy).sort((a, b) => a.lastUsed - b.lastUsed);
    for (const one of idle.slice(0, Math.max(0, this.#taken - this.#options.maxChildren + 1))) this.#end(one);
  }

  #find(isFit: (one: ServingChild) => boolean): ServingChild | undefined {
    for (const one of this.#serving) if (!one.isBusy && !one.isRetiring && one.child.isAlive && isFit(one)) return one;
    return undefined;
  }

  #end(one: ServingChild): void {
    this.#leave(one);
    one.child.kill();
  }

  #leave(one: ServingChild): void {
    if (!this.#serving.delete(one)) return;
    this.#taken--;
    this.#next();
  }

  /** Waits in line; true once it is woken, false where it is given up before. */
  #turn(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", abort);
        resolve(true);
      };
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        resolve(false);
      };
      this.#waiting.push(wake);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  #next(): void {
    this.#waiting.shift()?.();
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#rest(), this.#options.idleMs);
    this.#idle.unref();
  }

  #rest(): void {
    const since = performance.now() - this.#options.idleMs;
    for (const one of this.#serving) if (!one.isBusy && one.lastUsed <= since) this.#end(one);
    if (this.#serving.size > 0) return this.#watchIdle();
    void this.#spares.empty();
    this.#options.onIdle();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new IsolationUnavailableError("the pool of children was closed.");
  }
}
