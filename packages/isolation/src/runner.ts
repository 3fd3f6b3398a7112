import { GuestCall } from "./child/guest-call.js";
import type { GuestHost } from "./guest-host.js";
import type { GuestSource } from "./guest-source.js";
import type { IsolationLimits } from "./limits.js";
import { LibraryPool } from "./library/library-pool.js";
import { limitsOf } from "./limits.js";
import type { SettledOptions } from "./options.js";
import { ChildPool } from "./pool/child-pool.js";
import type { Launcher } from "./pool/launcher.js";
import { outfit } from "./segments/outfit.js";
import type { SegmentPool } from "./segments/segment-pool.js";

/** What of an isolation starts processes and speaks with them: loaded when the first is needed, for most programs that can run user code do not. */
export class Runner {
  readonly children: ChildPool;
  readonly library: LibraryPool;
  readonly #limits: IsolationLimits;
  readonly #segments: SegmentPool | undefined;

  constructor(launcher: Launcher, segments: SegmentPool | undefined, { maxChildren, spares, idleMs, limits }: SettledOptions) {
    this.#limits = limits;
    this.#segments = segments;
    this.library = new LibraryPool(launcher, segments, limits, { maxChildren, idleMs });
    this.children = new ChildPool(launcher, {
      maxChildren, spares, idleMs,
      memoryBytes: limits.memoryBytes,
      onEnd: (child) => segments?.leave(child),
      onIdle: () => segments?.trim(),
    });
  }

  get pools(): readonly ChildPool[] {
    return [this.children, this.library.children];
  }

  /** Ends all children, of each pool also where another's could not be ended. */
  async close(): Promise<void> {
    const closed = await Promise.allSettled(this.pools.map((pool) => pool.close()));
    for (const one of closed) if (one.status === "rejected") throw one.reason;
  }

  async evaluate(source: GuestSource, limits: Partial<IsolationLimits> | undefined, signal: AbortSignal | undefined): Promise<void> {
    const serving = await this.children.acquire(source, limitsOf(this.#limits, limits), signal);
    try {
      if (this.#segments !== undefined) outfit(serving.child, this.#segments);
    } finally {
      this.children.giveBack(serving);
    }
  }

  async call(source: GuestSource, binding: string, args: readonly unknown[], host: GuestHost): Promise<unknown> {
    const limits = limitsOf(this.#limits, host.limits);
    const serving = await this.children.acquire(source, limits, host.signal, host.isNested);
    try {
      return await new GuestCall(serving.child, this.#segments, source, binding, host, limits).run(args);
    } finally {
      this.children.giveBack(serving);
    }
  }
}
