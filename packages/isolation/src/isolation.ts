import { bytesPerElement, messageOf, NdArray, sizeOf, viewBytes, type Dtype, type Shape } from "@openhcs/core";
import type { GuestHost } from "./guest-host.js";
import type { GuestSource } from "./guest-source.js";
import { IsolationUnavailableError } from "./isolation-errors.js";
import type { IsolationLimits } from "./limits.js";
import type { ReferenceOptions } from "./library/library-pool.js";
import { settle, type IsolationOptions, type SettledOptions } from "./options.js";
import { launcherFor, type Launcher } from "./pool/launcher.js";
import { reportOf, type IsolationReport } from "./report.js";
import type { Runner } from "./runner.js";
import { copyInto } from "./segments/call-segments.js";
import { SegmentPool } from "./segments/segment-pool.js";

/** Limits of what runs at the top level of a source. */
export interface EvaluateOptions {
  readonly limits?: Partial<IsolationLimits>;
  readonly signal?: AbortSignal;
}

/** A process that was started. */
export interface ChildFacts {
  /** Undefined for a thread. */
  readonly pid: number | undefined;
  /** Of the source that it serves. */
  readonly hash?: string;
  readonly busy: boolean;
}

/** Runs code of users in child processes that can be killed, and that can do nothing but compute. */
export class Isolation implements AsyncDisposable {
  /** What holds on this machine; known without starting anything. */
  readonly facts: IsolationReport;
  /** What a call may use that has no limits of its own. */
  readonly limits: IsolationLimits;
  readonly #options: SettledOptions;
  readonly #launcher: Launcher;
  readonly #segments: SegmentPool | undefined;
  #loading: Promise<Runner> | undefined;
  #runner: Runner | undefined;
  #isClosed = false;

  /** Starts nothing yet. @throws InvalidOptionError for one out of range */
  constructor(options: IsolationOptions = {}) {
    this.#options = settle(options);
    this.limits = Object.freeze({ ...this.#options.limits });
    this.#launcher = launcherFor(this.#options);
    this.facts = reportOf(this.#launcher);
    const { addon } = this.#launcher;
    this.#segments = addon === undefined ? undefined : new SegmentPool(addon);
  }

  /** Has a child ready, so that the first call waits for none. */
  async warm(): Promise<void> {
    const { children } = await this.#run();
    await children.warm();
  }

  /**
   * Runs the top level of a source in a child, which then serves it.
   *
   * @throws GuestFailedError where it throws or does not compile, with the place, else as `call`
   */
  async evaluate(source: GuestSource, { limits, signal }: EvaluateOptions = {}): Promise<void> {
    const runner = await this.#run();
    await runner.evaluate(source, limits, signal);
  }

  /**
   * Calls a function of a source in a child of its own for the time of the call.
   *
   * Gives what the function returns; arrays lie in memory that nobody else has. What the source keeps at its top level may be there at the
   * next call or not: children come and go, and calls that overlap run in several. Arrays of a call end with it: what code kept of them holds zeros, or what it has in the next call.
   * @throws GuestFailedError, GuestTimedOutError, GuestOutOfMemoryError, GuestDiedError, GuestValueError, AbortedError, IsolationUnavailableError,
   * InvalidOptionError for a limit that is none, OutOfMemoryError where the machine has no memory left for an array
   */
  async call(source: GuestSource, binding: string, args: readonly unknown[], host: GuestHost): Promise<unknown> {
    const runner = await this.#run();
    return runner.call(source, binding, args, host);
  }

  /**
   * Runs the reference of a library function in a child that has the library and no code of users: where it can be stopped, and holds up nobody.
   *
   * @param name one of `referenceNames` @throws what the reference throws, GuestTimedOutError, GuestOutOfMemoryError, GuestDiedError, GuestValueError, AbortedError, IsolationUnavailableError
   */
  async reference(name: string, inputs: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, unknown>>, options: ReferenceOptions = {}): Promise<unknown> {
    const { library } = await this.#run();
    return library.run(name, inputs, parameters, options);
  }

  /** Ends the children of a source, after their calls. */
  async retire(hash: string): Promise<void> {
    await this.#loading?.catch(() => {}); // Whoever called has the error; there are no children then.
    await this.#runner?.children.retire(hash);
  }

  /** The children that there are now: those that serve a source, and those that are kept ready. */
  children(): readonly ChildFacts[] {
    return this.#runner?.pools.flatMap(({ children }) => children) ?? [];
  }

  /** Segments that exist, whoever uses them. */
  memory(): { readonly segments: number; readonly bytes: number } {
    return this.#segments?.memory ?? { segments: 0, bytes: 0 };
  }

  /** The array where isolated code needs no copy of it: another handle if it lies there already, else a copy. Dispose of it. @throws OutOfMemoryError */
  share(array: NdArray): NdArray {
    if (this.#segments === undefined || array.size === 0 || this.#segments.segmentOf(array.data.buffer) !== undefined) return array.retain();
    this.#segments.foresee(array.bytes);
    return copyInto(this.#segments, array);
  }

  /** An array where isolated code needs no copy of it. @throws OutOfMemoryError */
  zeros(shape: Shape, dtype: Dtype = "float32"): NdArray {
    const bytes = sizeOf(shape) * bytesPerElement(dtype);
    if (this.#segments === undefined || bytes === 0) return NdArray.zeros(shape, dtype);
    this.#segments.foresee(bytes);
    return new NdArray({ data: viewBytes(dtype, this.#segments.lendFresh(bytes)), shape, dtype });
  }

  /** Has memory ready for results of this size, so that no call waits for its pages. @throws OutOfMemoryError */
  async reserve(shape: Shape, dtype: Dtype = "float32", count = 1): Promise<void> {
    await this.#segments?.reserve(sizeOf(shape) * bytesPerElement(dtype), count);
  }

  /** Ends all children and gives memory back. Arrays that are in use stay so. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    // Memory comes after the children that use it, and goes also where they could not be ended.
    const [ended] = await Promise.allSettled([this.#closeChildren()]);
    const [freed] = await Promise.allSettled([this.#segments?.close()]);
    for (const closed of [ended, freed]) if (closed.status === "rejected") throw closed.reason;
  }

  async #run(): Promise<Runner> {
    if (this.#options.require === "full" && this.facts.level !== "full") {
      throw new IsolationUnavailableError(`full isolation is demanded, and ${this.facts.reason ?? "it is not there."}`, this.facts.remedy);
    }
    if (this.#isClosed) throw new IsolationUnavailableError("the pool of children was closed.");
    return this.#runner ?? (this.#loading ??= this.#load());
  }

  async #load(): Promise<Runner> {
    try {
      const { Runner } = await import("./runner.js");
      return this.#runner = new Runner(this.#launcher, this.#segments, this.#options);
    } catch (cause) {
      throw new IsolationUnavailableError(`what starts children could not be loaded: ${messageOf(cause)}.`, undefined, { cause });
    }
  }

  async #closeChildren(): Promise<void> {
    await this.#loading?.catch(() => {}); // Whoever called has the error; there are no children then.
    await this.#runner?.close();
  }
}
