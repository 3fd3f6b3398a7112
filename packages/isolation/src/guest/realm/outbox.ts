import { GuestValueError } from "../../guest-value-error.js";
import { effort, maxAttachedBytes, maxEffort, maxTextBytes } from "../../wire/bounds.js";
import type { ToHost } from "../../wire/message.js";
import { ValueEncoder } from "../../wire/value-encoder.js";
import type { CallArrays } from "./call-arrays.js";
import { headerOf } from "./handle.js";
import { guarded, type HostPort } from "./port.js";

/** A call tells at most so much. */
const maxTold = { messages: 20_000, characters: 2 ** 25 };

/** Says how a value goes into a message. @param root what errors call it */
export type Encode = (value: unknown, root: string) => ReturnType<ValueEncoder["encode"]>;

/** What is said to the host, within the bounds of what it takes. */
export class Outbox {
  readonly #post: HostPort["post"];
  readonly #arrays: CallArrays | undefined;
  /** Lines and steps that were told during this call. */
  #told = { messages: 0, characters: 0 };

  constructor(post: HostPort["post"], arrays: CallArrays | undefined) {
    this.#post = guarded(post);
    this.#arrays = arrays;
  }

  beginCall(): void {
    this.#told = { messages: 0, characters: 0 };
  }

  /** Sends a message with values of user code. @param options.inputs whether arrays may lie in those that came with the call @throws GuestValueError for what cannot cross */
  send(options: { readonly inputs: boolean }, compose: (encode: Encode) => ToHost): void {
    const attachments: Uint8Array[] = [];
    const encoder = new ValueEncoder({
      place: (array) => this.#arrays?.place(array, options),
      attach: (bytes) => attachments.push(bytes) - 1,
      handleOf: headerOf,
    });
    const text = JSON.stringify(compose((value, root) => encoder.encode(value, root)));
    const textBytes = bytesOf(text);
    if (textBytes > maxTextBytes) throw new GuestValueError("the message", `its values take ${textBytes} bytes of at most ${maxTextBytes}.`);
    if (encoder.effort + textBytes / effort.bytes > maxEffort) throw new GuestValueError("the message", `its values, of ${textBytes} bytes, are too much for one message; large data belongs in arrays, of which a few are large.`);
    const attached = attachments.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (this.#arrays !== undefined && attached > maxAttachedBytes) throw new GuestValueError("the message", `its many small arrays take ${attached} bytes of at most ${maxAttachedBytes}. Larger ones are not limited so.`);
    this.#post(text, attachments);
  }

  /** Sends a line or a step. Beyond what a host listens to nothing is sent: where messages wait for the code to pause, they would pile up. */
  tell(message: ToHost): void {
    const text = JSON.stringify(message);
    this.#told.messages++;
    this.#told.characters += text.length;
    if (this.#told.messages <= maxTold.messages && this.#told.characters <= maxTold.characters) this.#post(text, []);
  }

  /** Sends a message of the bridge's own. */
  say(message: ToHost): void {
    this.#post(JSON.stringify(message), []);
  }
}

/** In UTF-8. */
function bytesOf(text: string): number {
  if (3 * text.length <= maxTextBytes || text.length > maxTextBytes) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}
