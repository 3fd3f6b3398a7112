import { MalformedFrameError } from "./frame.js";

/** Bytes before each frame of a stream: its length, a 32-bit number in little-endian order. */
export const streamLead = 4;

const firstBytes = 2 ** 16;
const nothing = Buffer.alloc(0);

/** Cuts a stream of bytes into frames. */
export class FrameStream {
  readonly #maxBytes: number;
  /** The beginning of a frame, with room for what is still to come; grows with what has come, and not with what is announced. */
  #begun = nothing;
  #filled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The frames that these bytes complete, as views of what was pushed where possible. @throws MalformedFrameError for one that is too large */
  push(chunk: Buffer): readonly Buffer[] {
    const frames: Buffer[] = [];
    let at = 0;
    while (this.#filled > 0 && at < chunk.length) at += this.#complete(chunk.subarray(at), frames);
    while (this.#filled === 0 && at < chunk.length) {
      const rest = chunk.subarray(at);
      const end = rest.length < streamLead ? Infinity : streamLead + this.#lengthIn(rest);
      if (end > rest.length) {
        this.#keep(rest);
        break;
      }
      frames.push(rest.subarray(streamLead, end));
      at += end;
    }
    return frames;
  }

  /** Adds to the frame that has begun what belongs to it; returns how many bytes do. */
  #complete(chunk: Buffer, frames: Buffer[]): number {
    const wanted = this.#filled < streamLead ? streamLead : streamLead + this.#lengthIn(this.#begun);
    const taken = Math.min(chunk.length, wanted - this.#filled);
    this.#keep(chunk.subarray(0, taken));
    if (this.#filled < streamLead) return taken;
    const end = streamLead + this.#lengthIn(this.#begun);
    if (this.#filled < end) return taken;
    frames.push(this.#begun.subarray(streamLead, end));
    this.#begun = nothing;
    this.#filled = 0;
    return taken;
  }

  #keep(bytes: Buffer): void {
    const needed = this.#filled + bytes.length;
    if (needed > this.#begun.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, firstBytes, 2 * this.#begun.length));
      grown.set(this.#begun.subarray(0, this.#filled));
      this.#begun = grown;
    }
    this.#begun.set(bytes, this.#filled);
    this.#filled = needed;
  }

  #lengthIn(frame: Buffer): number {
    const length = frame.readUInt32LE(0);
    if (length > this.#maxBytes) throw new MalformedFrameError(`a message of ${length} bytes`);
    return length;
  }
}

/** Prefixes a frame that was packed with a lead of `streamLead` bytes with its length. */
export function sealFrame(packed: Uint8Array): Uint8Array {
  new DataView(packed.buffer, packed.byteOffset).setUint32(0, packed.byteLength - streamLead, true);
  return packed;
}
