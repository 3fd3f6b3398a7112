import { types } from "node:util";
import { NdArray } from "@openhcs/core";
import type { GuestHost } from "../guest-host.js";
import type { GuestSource } from "../guest-source.js";
import { GuestOutOfMemoryError } from "../isolation-errors.js";
import type { IsolationLimits } from "../limits.js";
import { CallSegments, type Enclosed } from "../segments/call-segments.js";
import type { SegmentPool } from "../segments/segment-pool.js";
import { maxFailureBytes, maxKey, segmentThreshold } from "../wire/bounds.js";
import type { Encoded } from "../wire/encoded.js";
import type { ErrorNotice, ToGuest, ToHost } from "../wire/message.js";
import { CallValues } from "./call-values.js";
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
  readonly #values: CallValues;
  readonly #spoken: Spoken;
  readonly #told = new Told();
  /** What requests failed with. */
  readonly #failures = new Map<number, unknown>();
  /** Whether something is asked and not answered yet. */
  #isAsked = false;
  #isOver = false;

  constructor(child: Child, pool: SegmentPool | undefined, source: GuestSource, binding: string, host: GuestHost, limits: IsolationLimits) {
    this.#child = child;
    this.#source = source;
    this.#binding = binding;
    this.#host = host;
    this.#limits = limits;
    this.#segments = pool === undefined || !child.passesSegments ? undefined : new CallSegments(pool, child, limits.arrayBytes);
    this.#values = new CallValues({ segments: this.#segments, handles: new Handles(host), arrayBytes: limits.arrayBytes, what: `"${binding}"` });
    this.#spoken = new Spoken(host, (error) => this.#breakOff(error));
  }

  /** @throws GuestValueError for arguments that cannot cross, and what the guest's end brings */
  async run(args: readonly unknown[]): Promise<unknown> {
    try {
      const { encoded, attachments } = this.#values.encode(args, (_, i) => `argument ${i + 1} of "${this.#binding}"`, { counted: false });
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
      this.#values.end();
      this.#segments?.release();
      this.#spoken.end();
    }
  }

  /** Ends the call with an error of its host. */
  #breakOff(error: unknown): void {
    if (this.#isOver) return; // The call has its end already, which counts more.
    this.#isOver = true;
    this.#values.end();
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
    const [result] = this.#values.decode([value], attachments, { inputs: false });
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
    const values = this.#values.decode(args, attachments, { inputs: true });
    this.#ask(() => { this.#fulfil(request, key, values).catch((error: unknown) => this.#child.giveUp(error)); }, () => disposeOf(values));
  }

  async #fulfil(request: number, key: string, args: readonly unknown[]): Promise<void> {
    let fresh: readonly unknown[] = [];
    try {
      const value = await this.#host.run(key, args, { allocate: this.#values.allocator(), mostBytes: Math.min(maxMadeBytes, this.#limits.arrayBytes) });
      if (this.#host.givesFresh?.(key)) fresh = [value];
      if (this.#isOver) return;
      if (value instanceof NdArray && fresh.length > 0) this.#segments?.adopt(value, (bytes) => this.#values.claim(bytes));
      const { encoded, attachments } = this.#values.encode([value], () => `the result of "${key}"`, { counted: true });
      this.#send(({ segments, own }) => ({ type: "answer", request, value: encoded[0] as Encoded, segments, own }), attachments);
      this.#isAsked = false;
    } catch (error) {
      if (this.#isOver) return;
      this.#isAsked = false;
      this.#keepFailure(request, error);
      this.#child.send({ type: "answer", request, error: noticeOf(error), segments: [], own: [] });
    } finally {
      disposeOf([...args, ...fresh]); // The guest has its own hold of what was sent.
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
      if (segment === undefined) this.#values.refused();
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

  #errorOf(notice: ErrorNotice, bytes: number): Error {
    if (typeof notice !== "object" || notice === null || bytes > maxFailureBytes) throw new Error("a failure without an error");
    const what = `"${this.#binding}"`;
    if (notice.code === "GUEST_OUT_OF_MEMORY" && this.#values.isRefused) return new GuestOutOfMemoryError(what, "arrayBytes", this.#limits.arrayBytes);
    if (notice.message === "Array buffer allocation failed") return new GuestOutOfMemoryError(what, "memoryBytes", this.#limits.memoryBytes);
    const cause = typeof notice.request === "number" ? this.#failures.get(notice.request) : undefined;
    return cause instanceof GuestOutOfMemoryError ? cause : failureOf(notice, this.#source, this.#binding, cause);
  }
}

const nothing: Enclosed = { segments: [], descriptors: [], own: [] };

function disposeOf(values: readonly unknown[]): void {
  for (const value of values) if (value instanceof NdArray) value.dispose();
}
