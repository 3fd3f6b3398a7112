import { types } from "node:util";
import { AbortedError, NdArray } from "@openhcs/core";
import type { GuestHost } from "../guest-host.js";
import type { GuestSource } from "../guest-source.js";
import { GuestOutOfMemoryError } from "../isolation-errors.js";
import type { IsolationLimits } from "../limits.js";
import { CallSegments, type Enclosed } from "../segments/call-segments.js";
import type { SegmentPool } from "../segments/segment-pool.js";
import { maxFailureBytes, maxKey, segmentThreshold } from "../wire/bounds.js";
import type { Encoded } from "../wire/encoded.js";
import type { ErrorNotice, ToGuest, ToHost } from "../wire/message.js";
import { ValueDecoder } from "../wire/value-decoder.js";
import { ValueEncoder } from "../wire/value-encoder.js";
import type { Child } from "./child.js";
import { failureOf } from "./failure.js";
import { Handles } from "./handles.js";
import { noticeOf } from "./notice.js";
import { Spoken } from "./spoken.js";
import { Told } from "./told.js";

type Message<Type extends ToHost["type"]> = Extract<ToHost, { readonly type: Type }>;

let lastCall = 0;

/** What the library makes in this thread for a guest: decoding more pixels would hold up others for too long. */
const maxMadeBytes = 64 * 2 ** 20;

/** Errors of requests are kept, so that the guest's own can name what it came from; so many of them. */
const maxFailures = 64;

/** One call of a function in a child. */
export class GuestCall {
  readonly #id = ++lastCall;
  readonly #child: Child;
  readonly #source: GuestSource;
  readonly #binding: string;
  readonly #host: GuestHost;
  readonly #limits: IsolationLimits;
  readonly #segments: CallSegments | undefined;
  readonly #handles: Handles;
  readonly #spoken: Spoken;
  readonly #told = new Told();
  /** What requests failed with. */
  readonly #failures = new Map<number, unknown>();
  /** Whether something is asked and not answered yet. */
  #isAsked = false;
  /** Whether something was refused because the call holds all the arrays that it may. */
  #isRefused = false;
  #handleBytes = 0;
  #isOver = false;

  constructor(child: Child, pool: SegmentPool | undefined, source: GuestSource, binding: string, host: GuestHost, limits: IsolationLimits) {
    this.#child = child;
    this.#source = source;
    this.#binding = binding;
    this.#host = host;
    this.#limits = limits;
    this.#segments = pool === undefined || !child.passesSegments ? undefined : new CallSegments(pool, child, limits.arrayBytes);
    this.#handles = new Handles(host);
    this.#spoken = new Spoken(host, (error) => this.#breakOff(error));
  }

  /** @throws GuestValueError for arguments that cannot cross, and what the guest's end brings */
  async run(args: readonly unknown[]): Promise<unknown> {
    try {
      const { encoded, attachments } = this.#encode(args, (_, i) => `argument ${i + 1} of "${this.#binding}"`, { counted: false });
      const { own, idle } = this.#segments?.offer(this.#binding) ?? { own: [], idle: [] };
      this.#child.allow(this.#segments?.inputBytes ?? 0);
      // Sent before it is waited for: where that fails, nothing is under way.
      this.#send(({ segments }) => ({ type: "call", call: this.#id, binding: this.#binding, args: encoded, segments, arrayBytes: this.#limits.arrayBytes, own, idle }), attachments);
      return await this.#child.exchange({
        what: `"${this.#binding}"`,
        timeoutMs: this.#limits.timeoutMs,
        signal: this.#host.signal,
        handle: (message, attachments, bytes) => this.#take(message, attachments, bytes),
      });
    } finally {
      this.#isOver = true;
      this.#segments?.release();
      this.#spoken.end();
    }
  }

  /** Ends the call with an error of its host. */
  #breakOff(error: unknown): void {
    if (this.#isOver) return; // The call has its end already, which counts more.
    this.#isOver = true;
    this.#child.fail(error);
    this.#child.kill();
  }

  #take(message: ToHost, attachments: readonly Uint8Array[], bytes: number): void {
    if (message.type === "log" || message.type === "progress") this.#told.count(bytes);
    if (message.type === "log") return this.#spoken.log(message.level, message.text);
    if (!("call" in message) || typeof message.call !== "number") throw new Error(`"${String(message.type)}" during a call`);
    if (message.call !== this.#id) return this.#takeLate(message, bytes);
    switch (message.type) {
      case "progress": return this.#spoken.progress(message.fraction, message.message);
      case "run": return this.#request(message, attachments);
      case "allocate": return this.#grant(message.bytes);
      case "give": return this.#takeBack(message.ids);
      case "result": return this.#succeed(message, attachments);
      case "failed": return this.#child.fail(this.#errorOf(message.error, bytes));
      default: throw new Error("an unknown message");
    }
  }

  #succeed({ value, unused = [] }: Message<"result">, attachments: readonly Uint8Array[]): void {
    if (!Array.isArray(unused)) throw new Error("a list that is none");
    this.#spoken.end();
    if (this.#isOver) return;
    const [result] = this.#decode([value], attachments, { inputs: false });
    this.#segments?.end(this.#binding, unused);
    this.#child.succeed(result);
  }

  /** What an earlier call left behind may still speak; nobody listens. */
  #takeLate({ type }: ToHost, bytes: number): void {
    if (type !== "progress" && type !== "run") throw new Error(`"${type}" of another call`);
    if (type === "run") this.#told.count(bytes);
  }

  /**
   * A guest waits for each answer before it asks again. Of one that does not read them nothing is done, or they would pile up here.
   *
   * @param drop called where nothing comes of it
   */
  #ask(fulfil: () => void, drop: () => void = () => {}): void {
    if (this.#isAsked) {
      drop();
      throw new Error("a request before the last one was answered");
    }
    this.#isAsked = true;
    const drained = this.#child.drained();
    if (drained === undefined) return fulfil();
    drained.then(() => (this.#isOver ? drop() : fulfil())).catch((error: unknown) => this.#child.giveUp(error));
  }

  #request({ request, key, args }: Message<"run">, attachments: readonly Uint8Array[]): void {
    if (!Number.isSafeInteger(request) || typeof key !== "string" || key.length > maxKey || !Array.isArray(args)) throw new Error("a request that is none");
    const values = this.#decode(args, attachments, { inputs: true });
    this.#ask(() => { this.#fulfil(request, key, values).catch((error: unknown) => this.#child.giveUp(error)); }, () => disposeOf(values));
  }

  async #fulfil(request: number, key: string, args: readonly unknown[]): Promise<void> {
    try {
      const value = await this.#host.run(key, args, { allocate: this.#allocator(), mostBytes: Math.min(maxMadeBytes, this.#limits.arrayBytes) });
      const isFresh = this.#host.givesFresh?.(key) === true;
      if (this.#isOver) return isFresh ? disposeOf([value]) : undefined; // Nobody else has it.
      if (value instanceof NdArray && isFresh) this.#segments?.adopt(value, (bytes) => this.#claim(bytes));
      const { encoded, attachments } = this.#encode([value], () => `the result of "${key}"`, { counted: true });
      this.#send(({ segments, own }) => ({ type: "answer", request, value: encoded[0] as Encoded, segments, own }), attachments);
      this.#isAsked = false;
    } catch (error) {
      if (this.#isOver) return;
      this.#isAsked = false;
      this.#keepFailure(request, error);
      this.#child.send({ type: "answer", request, error: noticeOf(error), segments: [], own: [] });
    } finally {
      disposeOf(args);
      if (!this.#isOver) this.#segments?.dropUnsent();
    }
  }

  #keepFailure(request: number, error: unknown): void {
    if (types.isProxy(error)) return; // It may refuse to be looked at.
    this.#failures.set(request, error);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > maxFailures) this.#failures.delete(oldest as number);
  }

  #grant(bytes: number): void {
    const segments = this.#segments;
    if (segments === undefined || typeof bytes !== "number" || !(bytes >= segmentThreshold)) throw new Error("a wish for memory that is none");
    this.#ask(() => {
      this.#isAsked = false;
      const segment = Number.isSafeInteger(bytes) ? segments.grant(bytes) : undefined;
      if (segment === undefined) this.#isRefused = true;
      else segments.introduce(segment);
      this.#send((enclosed) => ({ type: "grant", ...(segment === undefined ? {} : { id: segment.id }), segments: enclosed.segments }));
    });
  }

  #takeBack(ids: readonly number[]): void {
    if (this.#segments === undefined || !Array.isArray(ids) || ids.length === 0) throw new Error("memory that nobody gave");
    for (const id of ids) this.#segments.takeBack(id);
  }

  /** Sends a message with the segments that it is about. They count as known to the child from then on, and not before. */
  #send(compose: (enclosed: Enclosed) => ToGuest, attachments: readonly Uint8Array[] = []): void {
    const enclosed = this.#segments?.enclose() ?? nothing;
    this.#child.send(compose(enclosed), attachments, enclosed.descriptors);
    this.#segments?.sent(enclosed);
  }

  /** @param options.counted whether what is sent counts against the arrays of the call */
  #encode(values: readonly unknown[], nameOf: (value: unknown, index: number) => string, { counted }: { readonly counted: boolean }): { encoded: Encoded[]; attachments: Uint8Array[] } {
    const attachments: Uint8Array[] = [];
    const attached = this.#claims();
    const encoder = new ValueEncoder({
      place: (array) => this.#segments?.place(array, counted ? (bytes) => this.#claim(bytes) : undefined),
      attach: (bytes) => {
        if (counted) attached(bytes.byteLength);
        return attachments.push(bytes) - 1;
      },
      handleOf: (value) => this.#handles.headerOf(value, counted ? (bytes) => this.#claimHandle(bytes) : undefined),
    });
    const encoded = values.map((value, i) => encoder.encode(value, nameOf(value, i)));
    return { encoded, attachments };
  }

  #decode(values: readonly unknown[], attachments: readonly Uint8Array[], options: { readonly inputs: boolean }): unknown[] {
    const taken = new Set<number>();
    const claim = this.#claims();
    const decoder = new ValueDecoder({
      elementsIn: (place, dtype) => {
        if (this.#segments === undefined) throw new RangeError("a segment where there are none");
        return this.#segments.elementsIn(place, dtype, options);
      },
      attachment: (index) => {
        const bytes = attachments[index];
        if (bytes === undefined || taken.has(index)) throw new RangeError("an attachment that is not there, or is taken");
        taken.add(index);
        claim(bytes.byteLength);
        return new Uint8Array(bytes);
      },
      claim,
      handle: (header) => this.#handles.valueOf(header),
    });
    try {
      return values.map((value) => decoder.decode(value));
    } finally {
      this.#segments?.settle();
    }
  }

  /** Makes what the library allocates for one request. Beyond the budget it fails, for the memory of this process is not the guest's to fill. */
  #allocator(): (bytes: number) => ArrayBuffer | undefined {
    const claim = this.#claims();
    return (bytes) => {
      if (this.#isOver) throw new AbortedError(`a call from "${this.#binding}"`, "the call that it belongs to has ended");
      const made = this.#segments?.allocate(bytes);
      if (made === undefined && this.#segments !== undefined && bytes >= segmentThreshold) this.#refuse();
      if (made === undefined) claim(bytes);
      return made;
    };
  }

  #claim(bytes: number): void {
    if (this.#segments?.claim(bytes) === false) this.#refuse();
  }

  /** Counts the bytes that one message takes of this process. */
  #claims(): (bytes: number) => void {
    let claimed = 0;
    return (bytes) => {
      claimed += bytes;
      if (claimed > this.#limits.arrayBytes) this.#refuse();
    };
  }

  /** Handles are kept until the end of the call. */
  #claimHandle(bytes: number): void {
    this.#handleBytes += bytes;
    if (this.#handleBytes > this.#limits.arrayBytes) this.#refuse();
  }

  #refuse(): never {
    this.#isRefused = true;
    throw new GuestOutOfMemoryError(`"${this.#binding}"`, "arrayBytes", this.#limits.arrayBytes);
  }

  #errorOf(notice: ErrorNotice, bytes: number): Error {
    if (typeof notice !== "object" || notice === null || bytes > maxFailureBytes) throw new Error("a failure without an error");
    const what = `"${this.#binding}"`;
    if (notice.code === "GUEST_OUT_OF_MEMORY" && this.#isRefused) return new GuestOutOfMemoryError(what, "arrayBytes", this.#limits.arrayBytes);
    if (notice.message === "Array buffer allocation failed") return new GuestOutOfMemoryError(what, "memoryBytes", this.#limits.memoryBytes);
    const cause = typeof notice.request === "number" ? this.#failures.get(notice.request) : undefined;
    return cause instanceof GuestOutOfMemoryError ? cause : failureOf(notice, this.#source, this.#binding, cause);
  }
}

const nothing: Enclosed = { segments: [], descriptors: [], own: [] };

function disposeOf(values: readonly unknown[]): void {
  for (const value of values) if (value instanceof NdArray) value.dispose();
}
