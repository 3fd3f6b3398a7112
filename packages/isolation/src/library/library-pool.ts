import { GuestCall } from "../child/guest-call.js";
import { places } from "../child/places.js";
import type { GuestHost } from "../guest-host.js";
import { limitsOf, type IsolationLimits } from "../limits.js";
import { ChildPool } from "../pool/child-pool.js";
import type { ChildPoolOptions } from "../pool/child-pool.js";
import type { Launcher } from "../pool/launcher.js";
import type { SegmentPool } from "../segments/segment-pool.js";
import { LibraryError } from "./library-error.js";
import { bindingOf, librarySource, type ReferenceOutcome } from "./library-source.js";

/** What a reference may use, and when it is not wanted any more. */
export type ReferenceOptions = Pick<GuestHost, "limits" | "signal">;

type Values = Readonly<Record<string, unknown>>;

/**
 * Runs references of the function library for code of users: they can take as long, and as much memory, as that code wants.
 *
 * Their children run no other code, so that a reference gets its caller's memory for arrays besides: what it takes for itself is arrays, mostly.
 */
export class LibraryPool {
  readonly children: ChildPool;
  readonly #limits: IsolationLimits;
  readonly #segments: SegmentPool | undefined;

  constructor(launcher: Launcher, segments: SegmentPool | undefined, limits: IsolationLimits, options: Pick<ChildPoolOptions, "maxChildren" | "idleMs">) {
    this.#limits = limits;
    this.#segments = segments;
    this.children = new ChildPool({ ...launcher, libraryFolder: places.libraryFolder, libraryModules: places.libraryModules }, {
      ...options, spares: 0, memoryBytes: limits.memoryBytes + limits.arrayBytes,
      onEnd: (child) => segments?.leave(child),
      onIdle: () => {},
    });
  }

  /** @throws what the reference throws, and what ends it */
  async run(name: string, inputs: Values, parameters: Values, { limits, signal }: ReferenceOptions): Promise<unknown> {
    const granted = limitsOf(this.#limits, limits);
    const whole = { ...granted, memoryBytes: granted.memoryBytes + granted.arrayBytes };
    // At once: whoever calls keeps a child busy meanwhile, and so waits for no other.
    const serving = await this.children.acquire(librarySource, whole, signal, true);
    try {
      const host: GuestHost = { ...silent, ...(signal === undefined ? {} : { signal }) };
      const outcome = await new GuestCall(serving.child, this.#segments, librarySource, bindingOf(name), host, whole).run([inputs, parameters]) as ReferenceOutcome;
      if ("refusal" in outcome) throw new LibraryError(outcome.refusal);
      return outcome.returned;
    } finally {
      this.children.giveBack(serving);
    }
  }
}

const silent: GuestHost = { run: (key) => Promise.reject(new Error(`a reference calls "${key}"`)), progress: () => {}, log: () => {} };
