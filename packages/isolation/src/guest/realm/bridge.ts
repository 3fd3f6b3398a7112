import "./prelude.js";
import * as core from "@openhcs/core";
import { installAllocator, isNdArray, type NdArray } from "@openhcs/core";
import type { GuestSource } from "../../guest-source.js";
import type { ArrayHeader } from "../../wire/encoded.js";
import type { ErrorNotice, ToGuest } from "../../wire/message.js";
import { maxKey } from "../../wire/bounds.js";
import { ValueDecoder } from "../../wire/value-decoder.js";
import { CallArrays } from "./call-arrays.js";
import { guestConsole } from "./guest-console.js";
import { handleOf } from "./handle.js";
import { hardenRealm } from "./harden-intrinsics.js";
import { Library, type LibraryCalls } from "./library.js";
import { Outbox } from "./outbox.js";
import type { Bridge, HostPort, Incoming } from "./port.js";
import { SegmentTable } from "./segment-table.js";
import { formatStack } from "./stack-trace.js";
import { describeThrown, withOrigin } from "./thrown.js";

type Message<Type extends ToGuest["type"]> = Extract<ToGuest, { readonly type: Type }>;

type Prepared = { readonly args: readonly unknown[] } | { readonly error: unknown };

/** Serves one source: the only code of this realm that speaks with the host. */
class GuestBridge implements Bridge, LibraryCalls {
  readonly #outbox: Outbox;
  readonly #table: SegmentTable | undefined;
  readonly #arrays: CallArrays | undefined;
  readonly #library: Library;
  readonly #served = new Map<string, unknown>();
  /** Requests whose answers are still to come. */
  readonly #requests = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  /** When the request that is under way is answered. */
  #answered: Promise<unknown> | undefined;
  #lastRequest = 0;
  /** The arguments of the call that is about to run, or why there are none. */
  #prepared: Prepared | undefined;
  #call: number | undefined;

  constructor({ post, segments }: HostPort, library: object | undefined) {
    this.#library = new Library(this, library);
    if (segments !== undefined) {
      this.#table = new SegmentTable(segments);
      this.#arrays = new CallArrays(this.#table, (bytes) => this.#grant(bytes), (ids) => this.#outbox.say({ type: "give", call: this.#call as number, ids }));
      installAllocator({ allocate: (bytes) => (this.isCalled ? this.#arrays?.allocate(bytes) : undefined) });
    }
    this.#outbox = new Outbox(post, this.#arrays);
    Object.defineProperty(globalThis, "console", { value: guestConsole((level, text) => this.#outbox.tell({ type: "log", level, text })) });
  }

  get isCalled(): boolean {
    return this.#call !== undefined;
  }

  serve(run: (...imports: readonly unknown[]) => Record<string, unknown>, text: string): void {
    try {
      const { imports, names } = JSON.parse(text) as GuestSource;
      const record = run(...imports.map((wanted) => this.#library.valueOf(wanted)));
      for (const name of names) this.#served.set(name, record[name]);
      this.#outbox.say({ type: "served" });
    } catch (error) {
      this.#outbox.say({ type: "failed", error: describeThrown(error) });
    }
  }

  deliver(text: string, attachments: readonly Uint8Array[]): void {
    const message = JSON.parse(text) as ToGuest;
    if (message.type === "call") this.#run(message, attachments).catch(() => this.#outbox.say({ type: "broken" }));
    else if (message.type === "answer") this.#answer(message, attachments);
    else this.#attend(message);
  }

  async run(key: string, args: readonly unknown[]): Promise<unknown> {
    const call = this.#call;
    if (call === undefined) throw new Error(`"${key}" can be called only while a function of this source is running.`);
    if (typeof key !== "string" || key.length > maxKey) throw new TypeError("the name of a library function must be a text, and a short one.");
    // One at a time, as where this thread waits for each: else the host would hold the arrays of all.
    while (this.#requests.size > 0) await this.#answered;
    this.#arrays?.makeRoom();
    const request = ++this.#lastRequest;
    const answered = new Promise((resolve, reject) => this.#requests.set(request, { resolve, reject }));
    this.#answered = answered.catch(() => {});
    try {
      this.#ask(call, request, key, args);
    } catch (error) {
      // Whoever asks while the arguments are being read waits for this one.
      this.#requests.get(request)?.reject(error);
      this.#requests.delete(request);
      throw error;
    }
    // Until the answer comes nothing here runs, and so nothing writes to the memory that the library reads.
    while (this.#table !== undefined && this.#requests.has(request)) this.#receive(this.#table.waiting());
    return answered;
  }

  #ask(call: number, request: number, key: string, args: readonly unknown[]): void {
    this.#outbox.send({ inputs: true }, (encode) => ({ type: "run", call, request, key, args: args.map((arg, i) => encode(arg, `argument ${i + 1} of "${key}"`)) }));
  }

  progress(fraction: number, message?: string): void {
    if (this.#call === undefined) return;
    this.#outbox.tell({ type: "progress", call: this.#call, fraction: Number(fraction), ...(message === undefined ? {} : { message: `${message}`.slice(0, 1000) }) });
  }

  async #run(message: Message<"call">, attachments: readonly Uint8Array[]): Promise<void> {
    const { call, binding } = message;
    const prepared = this.#prepared ?? this.#prepare(message, attachments);
    this.#prepared = undefined;
    this.#call = call;
    this.#outbox.beginCall();
    try {
      if ("error" in prepared) throw prepared.error;
      const fn = this.#served.get(binding);
      if (typeof fn !== "function") throw new TypeError(`"${binding}" is no function.`);
      const value: unknown = await (fn as (...args: readonly unknown[]) => unknown)(...prepared.args);
      this.#outbox.send({ inputs: false }, (encode) => ({ type: "result", call, value: encode(value, "the result"), unused: this.#arrays?.unused ?? [] }));
    } catch (error) {
      this.#outbox.say({ type: "failed", call, error: describeThrown(error) });
    } finally {
      this.#call = undefined;
      this.#requests.clear();
      if (this.#table !== undefined) this.#pause(this.#table);
    }
  }

  /**
   * Waits for the next call within the job in which the last one ended, so that nothing of this source runs while others have its arrays.
   *
   * What promises have left over runs after that, with the arrays of the next call alone; that one begins in the next turn of the event loop.
   */
  #pause(table: SegmentTable): void {
    this.#arrays?.close();
    for (;;) {
      const incoming = table.waiting();
      const message = JSON.parse(incoming.text) as ToGuest;
      if (this.#attend(message)) continue;
      if (message.type === "call") this.#prepared = this.#prepare(message, incoming.attachments);
      return table.unread(incoming);
    }
  }

  /** Does what is said between calls; false where the message is about something else. */
  #attend(message: ToGuest): boolean {
    if (message.type === "forget") this.#table?.forget(message.ids);
    else if (message.type === "map") this.#rehearse(message);
    else return false;
    return true;
  }

  /** Maps segments for the first call and goes through one with them, after which code is compiled, and garbage collected, that would take its time. */
  #rehearse({ segments }: Message<"map">): void {
    this.#table?.map(segments);
    for (const { id, bytes } of segments) {
      const array: ArrayHeader = { dtype: "uint8", shape: [bytes], strides: [1], offset: 0, place: { segment: id, byteOffset: 0, length: bytes } };
      const own = segments.map((segment) => ({ id: segment.id, bytes: segment.bytes }));
      const prepared = this.#prepare({ type: "call", call: 0, binding: "", args: [["list", [["array", array]]]], segments: [], arrayBytes: bytes, own, idle: [] }, []);
      if ("args" in prepared) for (const made of prepared.args[0] as NdArray[]) made.dispose();
      this.#arrays?.close();
    }
    this.#table?.collect();
  }

  /** Opens the arrays of a call, and takes those of others from user code that kept them. */
  #prepare({ args, segments, arrayBytes, own, idle }: Message<"call">, attachments: readonly Uint8Array[]): Prepared {
    this.#table?.learn(segments);
    this.#arrays?.begin(arrayBytes, own);
    try {
      return { args: args.map((arg) => this.#decode(arg, attachments)) };
    } catch (error) {
      return { error };
    } finally {
      this.#table?.revokeOthers(new Set([...own.map(({ id }) => id), ...idle]));
    }
  }

  #answer({ request, value, error, segments, own }: Message<"answer">, attachments: readonly Uint8Array[]): void {
    this.#table?.learn(segments);
    const waiting = this.#requests.get(request);
    if (waiting === undefined) return;
    this.#requests.delete(request);
    if (error !== undefined) return waiting.reject(errorOf(error, request));
    for (const { id, bytes } of own) this.#arrays?.own(id, bytes);
    waiting.resolve(this.#decode(value, attachments));
  }

  #receive({ text, attachments }: Incoming): void {
    this.deliver(text, attachments);
  }

  #grant(bytes: number): number | undefined {
    if (!Number.isSafeInteger(bytes)) throw new RangeError(`no array has ${bytes} bytes.`);
    this.#outbox.say({ type: "allocate", call: this.#call as number, bytes });
    const table = this.#table as SegmentTable;
    for (;;) {
      const { text, attachments } = table.waiting();
      const message = JSON.parse(text) as ToGuest;
      if (message.type !== "grant") {
        this.deliver(text, attachments);
        continue;
      }
      table.learn(message.segments);
      return message.id;
    }
  }

  #decode(encoded: unknown, attachments: readonly Uint8Array[]): unknown {
    return new ValueDecoder({
      elementsIn: (place, dtype) => (this.#arrays as CallArrays).elementsIn(place, dtype),
      attachment: (index) => {
        const theirs = attachments[index] as Uint8Array;
        const own = new Uint8Array(theirs.byteLength);
        own.set(theirs);
        return own;
      },
      handle: handleOf,
    }).decode(encoded);
  }
}

function errorOf({ name, message, code }: ErrorNotice, request: number): Error {
  const error = new Error(message);
  Object.defineProperties(error, { name: { value: name, writable: true, configurable: true }, ...(code === undefined ? {} : { code: { value: code, enumerable: true } }) });
  return withOrigin(error, { request });
}

/** Makes this realm fit for user code. Called once, by the realm around it. */
export function start(port: HostPort, library?: object): Bridge {
  const bridge = new GuestBridge(port, library);
  Object.defineProperty(Error, "prepareStackTrace", { value: formatStack });
  hardenRealm([...Object.values(core), isNdArray]);
  return { serve: (run, source) => bridge.serve(run, source), deliver: (text, attachments) => bridge.deliver(text, attachments) };
}
