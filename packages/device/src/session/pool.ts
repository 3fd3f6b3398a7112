import { OutOfMemoryError } from "@openhcs/core";

/** Where a pool gets its buffers from. */
export interface BufferSource<Buffer> {
  allocate(bytes: number): Buffer;
  free(buffer: Buffer): void;
}

/** Buffers of a device that were given back and are given out again, by size class. */
export class Pool<Buffer extends { readonly bytes: number }> {
  readonly #source: BufferSource<Buffer>;
  readonly #memoryType: string;
  readonly #mostBytes: number;
  readonly #idle = new Map<number, Buffer[]>();
  readonly #keptOut = new WeakSet<Buffer>();
  #heldBytes = 0;
  #pooledBytes = 0;

  /** @param mostBytes what buffers in use and idle ones may take together */
  constructor(source: BufferSource<Buffer>, memoryType: string, mostBytes: number) {
    this.#source = source;
    this.#memoryType = memoryType;
    this.#mostBytes = mostBytes;
  }

  /** Bytes of idle buffers. */
  get pooledBytes(): number {
    return this.#pooledBytes;
  }

  /** A buffer of at least so many bytes; its content is whatever it was. @throws OutOfMemoryError */
  take(bytes: number): Buffer {
    const size = sizeClass(bytes);
    const idle = this.#idle.get(size)?.pop();
    if (idle !== undefined) {
      this.#pooledBytes -= size;
      return idle;
    }
    return this.#hold(bytes, size, () => this.#source.allocate(size));
  }

  /** A buffer that is made otherwise and never given out again, counted with the others until {@link forget}. @throws OutOfMemoryError */
  takeApart(bytes: number, make: () => Buffer): Buffer {
    return this.#hold(bytes, bytes, make);
  }

  #hold(requestedBytes: number, size: number, make: () => Buffer): Buffer {
    if (this.#heldBytes + size > this.#mostBytes) this.trim();
    if (this.#heldBytes + size > this.#mostBytes) {
      throw new OutOfMemoryError(this.#memoryType, { requestedBytes, detail: `${this.#heldBytes} of ${this.#mostBytes} bytes are in use` });
    }
    const made = make();
    this.#heldBytes += size;
    return made;
  }

  give(buffer: Buffer): void {
    if (this.#keptOut.has(buffer)) return this.forget(buffer);
    const { bytes: size } = buffer;
    const idle = this.#idle.get(size);
    if (idle === undefined) this.#idle.set(size, [buffer]);
    else idle.push(buffer);
    this.#pooledBytes += size;
  }

  /** Lets a buffer that is in use be freed afterwards, instead of being given out again. */
  keepOut(buffer: Buffer): void {
    this.#keptOut.add(buffer);
  }

  /** Frees a buffer for good. */
  forget(buffer: Buffer): void {
    this.#heldBytes -= buffer.bytes;
    this.#source.free(buffer);
  }

  /** Frees all that is idle. */
  trim(): void {
    const idle = [...this.#idle.values()].flat();
    this.#idle.clear();
    this.#pooledBytes = 0;
    for (const buffer of idle) this.forget(buffer);
  }
}

/** Sizes are rounded up to a quarter of a power of two, so that images of nearly one size share their buffers and at most a fifth is wasted. */
function sizeClass(bytes: number): number {
  if (bytes <= 256) return 256;
  const step = 2 ** (Math.floor(Math.log2(bytes - 1)) - 2);
  return Math.ceil(bytes / step) * step;
}
