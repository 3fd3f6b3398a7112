import { messageOf, OutOfMemoryError } from "@openhcs/core";
import { GuestDiedError, GuestOutOfMemoryError, IsolationUnavailableError } from "../isolation-errors.js";
import type { Knower } from "../segments/segment.js";
import { checkText } from "../wire/check-text.js";
import { unpackFrame } from "../wire/frame.js";
import type { ToGuest, ToHost } from "../wire/message.js";
import type { Channel, Ending } from "./channel.js";
import { Exchange, type ExchangeOptions } from "./exchange.js";
import { Told } from "./told.js";

/** A child may take this long to start. */
const startTimeoutMs = 30_000;
/** What a call left behind may say so much after its end. */
const maxStray = { messages: 1_000, bytes: 2 ** 20 };

/** A child as its host sees it. Whatever comes from it is checked; what no guest sends is its end. */
export class Child implements Knower {
  readonly memoryBytes: number;
  readonly ended: Promise<Ending>;
  readonly #channel: Channel;
  #exchange: Exchange<unknown> | undefined;
  #stray = new Told(maxStray);
  #isEnded = false;
  /** Why it was ended from here. */
  #reason: Error | undefined;

  private constructor(channel: Channel, memoryBytes: number) {
    this.#channel = channel;
    this.memoryBytes = memoryBytes;
    channel.onFrame = (frame) => this.#take(frame);
    this.ended = new Promise((resolve) => {
      channel.onEnd = (ending) => {
        this.#isEnded = true;
        this.#exchange?.fail(this.#reason ?? this.#errorOf(ending));
        resolve(ending);
      };
    });
  }

  /** Starts a child and waits until it has locked itself down. @throws IsolationUnavailableError */
  static async start(channel: Channel, memoryBytes: number): Promise<Child> {
    const child = new Child(channel, memoryBytes);
    const ready = child.exchange<void>({ what: "a new child", timeoutMs: startTimeoutMs, handle: (message) => {
      if (message.type !== "ready") throw new Error(`"${message.type}" before it is ready`);
      child.succeed(undefined);
    } });
    try {
      await ready;
      channel.confine();
    } catch (error) {
      const { said } = await child.end();
      throw new IsolationUnavailableError(`a child process did not start: ${said.trim().split("\n").slice(0, 5).join("; ") || (error as Error).message}.`, undefined, { cause: error });
    }
    return child;
  }

  get pid(): number | undefined {
    return this.#channel.pid;
  }

  get isAlive(): boolean {
    return !this.#isEnded && this.#reason === undefined;
  }

  get passesSegments(): boolean {
    return this.#channel.passesSegments;
  }

  /** Asks something of the child; this process lives on until it is settled. */
  async exchange<Result>(options: Omit<ExchangeOptions, "giveUp">): Promise<Result> {
    if (!this.isAlive) throw new GuestDiedError(options.what, "had ended before");
    const exchange = new Exchange<Result>({ ...options, giveUp: () => this.kill() });
    this.#exchange = exchange as Exchange<unknown>;
    this.#stray = new Told(maxStray);
    this.#channel.hold(true);
    try {
      return await exchange.result;
    } finally {
      this.#exchange = undefined;
      this.#channel.hold(false);
    }
  }

  succeed(result: unknown): void {
    this.#exchange?.succeed(result);
  }

  fail(error: unknown): void {
    this.#exchange?.fail(error);
  }

  send(message: ToGuest, attachments: readonly Uint8Array[] = [], descriptors: readonly number[] = []): void {
    if (this.isAlive) this.#channel.send(JSON.stringify(message), attachments, descriptors);
  }

  /** Waits until it has taken all that was sent to it; undefined where it has. */
  drained(): Promise<void> | undefined {
    return this.#channel.drained();
  }

  allow(extraBytes: number): void {
    this.#channel.allow(extraBytes);
  }

  forget(ids: readonly number[]): void {
    this.send({ type: "forget", ids });
  }

  /** Ends it at once. What it was asked fails with `reason`. */
  kill(reason: Error = new GuestDiedError(this.#exchange?.what ?? "nothing", "was ended")): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#exchange?.fail(reason);
    this.#channel.kill();
  }

  /** Ends it for what came of a message of its: there was no memory for what it asked, or it is one that no guest sends. */
  giveUp(error: unknown): void {
    const what = this.#exchange?.what ?? "nothing";
    const isScarcity = error instanceof GuestOutOfMemoryError || error instanceof OutOfMemoryError;
    this.kill(isScarcity ? error : new GuestDiedError(what, `broke the rules (${messageOf(error)}) and was ended`));
  }

  /** Ends it and waits until it is gone. */
  async end(): Promise<Ending> {
    this.kill();
    this.#channel.hold(true);
    return this.ended;
  }

  #take(frame: Uint8Array): void {
    if (this.#reason !== undefined) return;
    try {
      const { text, attachments } = unpackFrame(frame, checkText);
      const message = JSON.parse(text) as ToHost;
      if (typeof message !== "object" || message === null) throw new Error("a message that is none");
      if (this.#exchange !== undefined && !this.#exchange.isSettled) this.#exchange.handle(message, attachments, frame.byteLength);
      else if (message.type === "log" || message.type === "progress") this.#stray.count(frame.byteLength); // Nobody listens any more.
      else throw new Error("a message out of turn");
    } catch (error) {
      this.giveUp(error);
    }
  }

  #errorOf({ exitCode, signal, outOfMemory }: Ending): Error {
    const what = this.#exchange?.what ?? "nothing";
    if (outOfMemory) return new GuestOutOfMemoryError(what, "memoryBytes", this.memoryBytes);
    return new GuestDiedError(what, signal === undefined ? `ended with exit code ${exitCode}` : `was ended by ${signal}`, { exitCode, signal });
  }
}
