import type { Socket } from "node:net";
import type { IsolationAddon } from "@openhcs/native/isolation";
import { Backlog } from "./backlog.js";

/** Sends frames in order: at once where the socket takes them, else when it does. */
export class Sender {
  readonly #addon: IsolationAddon;
  readonly #descriptor: number;
  readonly #socket: Socket;
  readonly #backlog = new Backlog();
  readonly #waiting: { readonly bytes: Uint8Array; readonly descriptors: readonly number[]; readonly taken: () => void }[] = [];
  #isWriting = false;
  #isEnded = false;

  constructor(addon: IsolationAddon, descriptor: number, socket: Socket) {
    this.#addon = addon;
    this.#descriptor = descriptor;
    this.#socket = socket;
  }

  send(bytes: Uint8Array, descriptors: readonly number[]): void {
    this.#waiting.push({ bytes, descriptors, taken: this.#backlog.add() });
    if (!this.#isWriting) this.#next();
  }

  drained(): Promise<void> | undefined {
    return this.#backlog.drained();
  }

  end(): void {
    this.#isEnded = true;
    this.#waiting.length = 0;
  }

  #next(): void {
    for (let next = this.#waiting[0]; next !== undefined && !this.#isEnded; next = this.#waiting[0]) {
      const sent = this.#try(next.bytes, next.descriptors);
      if (sent === undefined) return;
      if (sent === 0) return this.#later();
      this.#waiting.shift();
      if (sent < next.bytes.length) return this.#write(next.bytes.subarray(sent), next.taken);
      next.taken();
    }
  }

  /** Undefined where the other side is gone, which its end will tell. */
  #try(bytes: Uint8Array, descriptors: readonly number[]): number | undefined {
    try {
      return this.#addon.send(this.#descriptor, bytes, 0, descriptors);
    } catch {
      return undefined;
    }
  }

  #write(rest: Uint8Array, taken: () => void): void {
    this.#isWriting = true;
    this.#socket.write(rest, () => {
      this.#isWriting = false;
      taken();
      this.#next();
    });
  }

  #later(): void {
    this.#isWriting = true;
    setTimeout(() => {
      this.#isWriting = false;
      this.#next();
    }, 1);
  }
}
