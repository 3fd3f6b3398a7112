import { AbortedError } from "@openhcs/core";
import { GuestOutOfMemoryError } from "../isolation-errors.js";
import type { CallSegments } from "../segments/call-segments.js";
import { segmentThreshold } from "../wire/bounds.js";
import type { Encoded } from "../wire/encoded.js";
import { ValueDecoder } from "../wire/value-decoder.js";
import { ValueEncoder } from "../wire/value-encoder.js";
import type { Handles } from "./handles.js";

interface CallValuesOptions {
  readonly segments: CallSegments | undefined;
  readonly handles: Handles;
  readonly arrayBytes: number;
  /** As errors name the call. */
  readonly what: string;
}

/** The values of one call, as they go and come, held to what arrays it may have. */
export class CallValues {
  readonly #segments: CallSegments | undefined;
  readonly #handles: Handles;
  readonly #arrayBytes: number;
  readonly #what: string;
  #handleBytes = 0;
  #isRefused = false;
  #isOver = false;

  constructor({ segments, handles, arrayBytes, what }: CallValuesOptions) {
    this.#segments = segments;
    this.#handles = handles;
    this.#arrayBytes = arrayBytes;
    this.#what = what;
  }

  /** Whether something was refused because the call holds all the arrays that it may. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** @param options.counted whether what is sent counts against the arrays of the call */
  encode(values: readonly unknown[], nameOf: (value: unknown, index: number) => string, { counted }: { readonly counted: boolean }): { encoded: Encoded[]; attachments: Uint8Array[] } {
    const attachments: Uint8Array[] = [];
    const attached = this.#claims();
    const encoder = new ValueEncoder({
      place: (array) => this.#segments?.place(array, counted ? (bytes) => this.claim(bytes) : undefined),
      attach: (bytes) => {
        if (counted) attached(bytes.byteLength);
        return attachments.push(bytes) - 1;
      },
      handleOf: (value) => this.#handles.headerOf(value, counted ? (bytes) => this.#claimHandle(bytes) : undefined),
    });
    const encoded = values.map((value, i) => encoder.encode(value, nameOf(value, i)));
    return { encoded, attachments };
  }

  decode(values: readonly unknown[], attachments: readonly Uint8Array[], options: { readonly inputs: boolean }): unknown[] {
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
  allocator(): (bytes: number) => ArrayBuffer | undefined {
    const claim = this.#claims();
    return (bytes) => {
      if (this.#isOver) throw new AbortedError(`a call from ${this.#what}`, "the call that it belongs to has ended");
      const made = this.#segments?.allocate(bytes);
      if (made === undefined && this.#segments !== undefined && bytes >= segmentThreshold) this.#refuse();
      if (made === undefined) claim(bytes);
      return made;
    };
  }

  claim(bytes: number): void {
    if (this.#segments?.claim(bytes) === false) this.#refuse();
  }

  /** Counts the bytes that one message takes of this process. */
  #claims(): (bytes: number) => void {
    let claimed = 0;
    return (bytes) => {
      claimed += bytes;
      if (claimed > this.#arrayBytes) this.#refuse();
    };
  }

  /** Something was not granted that would have been too much. */
  refused(): void {
    this.#isRefused = true;
  }

  /** The call has ended. */
  end(): void {
    this.#isOver = true;
  }

  /** Handles are kept until the end of the call. */
  #claimHandle(bytes: number): void {
    this.#handleBytes += bytes;
    if (this.#handleBytes > this.#arrayBytes) this.#refuse();
  }

  #refuse(): never {
    this.#isRefused = true;
    throw new GuestOutOfMemoryError(this.#what, "arrayBytes", this.#arrayBytes);
  }
}
