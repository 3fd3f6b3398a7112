import { lend } from "@openhcs/core";
import type { Descriptor, IsolationAddon } from "@openhcs/native/isolation";
import type { Knower, Segment } from "./segment.js";
import { segmentMemory } from "./segment-memory.js";

/** Free segments may hold at most this much. */
const maxFreeBytes = 2 ** 29;
/** From this size on a new buffer makes V8 collect garbage now or at the next one. */
const largeBytes = 2 ** 25;
/** Of segments from this size on one is kept ready, for their pages take longer than a call. */
const spareBytes = 2 ** 20;

/** Makes segments, keeps count of who holds them, and uses them again once they are zeroed. */
export class SegmentPool {
  readonly #addon: IsolationAddon;
  readonly #all = new Map<number, Segment>();
  /** Zeroed, oldest first. */
  readonly #free = new Set<Segment>();
  readonly #byBuffer = new WeakMap<ArrayBufferLike, Segment>();
  /** Lent buffers that nobody disposed of, and that nobody can reach any more. */
  readonly #dropped = new FinalizationRegistry<Segment>((segment) => this.release(segment));
  readonly #recycling = new Set<Promise<void>>();
  /** Sizes of which a segment is being made ready. */
  readonly #foreseen = new Set<number>();
  #lastId = 0;
  #isClosed = false;

  constructor(addon: IsolationAddon) {
    this.#addon = addon;
  }

  get memory(): { readonly segments: number; readonly bytes: number } {
    let bytes = 0;
    for (const segment of this.#all.values()) bytes += segment.bytes;
    return { segments: this.#all.size, bytes };
  }

  /** A zeroed segment, held once, which no process but `knower` knows. @throws OutOfMemoryError where the machine gives none */
  take(bytes: number, knower?: Knower): Segment {
    const segment = this.takeFree(bytes, knower) ?? this.#make(bytes);
    segment.holders = 1;
    return segment;
  }

  /** One that has its pages already; undefined where there is none. */
  takeFree(bytes: number, knower?: Knower): Segment | undefined {
    const segment = this.#reusable(bytes, knower);
    if (segment !== undefined) segment.holders = 1;
    return segment;
  }

  /** Sizes of free segments that no process knows, the newest first. */
  get spareSizes(): readonly number[] {
    return [...this.#free].filter(({ bytes, knownBy }) => bytes >= spareBytes && knownBy.size === 0).map(({ bytes }) => bytes).reverse();
  }

  /** Makes free segments with their pages, so that nobody waits for those later. */
  async reserve(bytes: number, count: number): Promise<void> {
    const reserved: Promise<void>[] = [];
    // Recycled one by one, so that those are not lost that there are before the machine gives no more.
    for (let i = 0; i < count; i++) reserved.push(this.#recycle(this.take(bytes)));
    await Promise.all(reserved);
  }

  /**
   * Makes a free segment of this size in the background, where there is none, for code that is given an array often makes another like it.
   *
   * It is a guess, which may fail: whoever needs the segment then gets the error.
   */
  foresee(bytes: number): void {
    if (this.#isClosed || bytes < spareBytes || bytes > maxFreeBytes / 4 || this.#foreseen.has(bytes) || this.#reusable(bytes, undefined, { take: false }) !== undefined) return;
    this.#foreseen.add(bytes);
    void this.#prepare(bytes).catch(() => {}).finally(() => this.#foreseen.delete(bytes));
  }

  /** The segment in which arrays of a buffer lie that was lent. */
  segmentOf(buffer: ArrayBufferLike): Segment | undefined {
    const segment = this.#byBuffer.get(buffer);
    return segment?.lent?.deref() === buffer ? segment : undefined;
  }

  hold(segment: Segment): void {
    segment.holders++;
  }

  release(segment: Segment): void {
    if (--segment.holders === 0) this.#recycle(segment);
  }

  /**
   * A buffer over a segment for arrays of this process, which holds the segment.
   *
   * When the last array in it is disposed of, the buffer is cut off from the segment and holds zeros: whoever kept a typed array shall not see what
   * the segment holds next. A large buffer stays on its segment and is lent again with it, for a new one would cost each call a garbage collection.
   * Where arrays are dropped without being disposed of, the segment is held until the garbage collector has found the buffer.
   * @throws OutOfMemoryError where the machine maps no more
   */
  lend(segment: Segment): ArrayBuffer {
    const lent = segment.lent?.deref();
    if (lent !== undefined) return lent;
    const buffer = this.#bufferOf(segment);
    segment.buffer = undefined;
    segment.lent = new WeakRef(buffer);
    this.hold(segment);
    this.#dropped.register(buffer, segment, buffer);
    let isOver = false;
    lend(buffer, (dropped) => {
      if (dropped || isOver) return;
      isOver = true;
      this.#dropped.unregister(buffer);
      segment.lent = undefined;
      segment.buffer = segment.bytes < largeBytes ? this.#renewed(segment, buffer) : buffer;
      this.release(segment);
    });
    return buffer;
  }

  /** A buffer over a zeroed segment, which is held by the arrays that are made in it alone. @throws OutOfMemoryError */
  lendFresh(bytes: number, knower?: Knower): ArrayBuffer {
    const segment = this.take(bytes, knower);
    try {
      return this.lend(segment);
    } finally {
      this.release(segment);
    }
  }

  /** The descriptor that a process needs to write to the segment, or only to read it; undefined where it has one. Once it is sent, say so by `introduce`. */
  descriptorFor(segment: Segment, knower: Knower, isWritable: boolean): Descriptor | undefined {
    const known = segment.knownBy.get(knower);
    if (known !== undefined && (known.isWritable || !isWritable)) return undefined;
    return isWritable ? segment.descriptor : (segment.readOnly ??= segmentMemory(segment.bytes, () => this.#addon.reopenForReading(segment.descriptor)));
  }

  /** A process has the segment's descriptor from now on. */
  introduce(segment: Segment, knower: Knower, isWritable: boolean): void {
    segment.knownBy.set(knower, { isWritable });
  }

  /** Whether nobody has the segment, and nobody but this process will: it is free, or about to be. */
  isIdle(segment: Segment, knower: Knower): boolean {
    return segment.holders === 0 && this.#all.has(segment.id) && segment.knownBy.has(knower) && segment.knownBy.size === 1;
  }

  /** Ends a hold of a segment that nobody wrote to since it was taken. */
  putBack(segment: Segment): void {
    if (segment.holders > 1 || segment.isDirty || !this.#isReusable(segment)) return this.release(segment);
    segment.holders = 0;
    this.#free.add(segment);
  }

  /** A child has ended. What it could write to may not be zero any more, though it was zeroed. */
  leave(knower: Knower): void {
    for (const segment of this.#all.values()) {
      if (segment.knownBy.get(knower)?.isWritable) segment.isDirty = true;
      segment.knownBy.delete(knower);
      if (segment.isDirty && this.#free.delete(segment)) this.#recycle(segment);
    }
  }

  /** Gives memory that nobody uses back to the machine. */
  trim(maxBytes = 0): void {
    let bytes = 0;
    for (const segment of this.#free) bytes += segment.bytes;
    for (const segment of this.#free) {
      if (bytes <= maxBytes) return;
      bytes -= segment.bytes;
      this.#free.delete(segment);
      this.#destroy(segment);
    }
  }

  /** Arrays that are still in use keep their memory, and give it back when they go. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.trim();
    await Promise.all(this.#recycling);
  }

  #reusable(bytes: number, knower: Knower | undefined, { take = true } = {}): Segment | undefined {
    let found: Segment | undefined;
    for (const segment of this.#free) {
      if (segment.bytes !== bytes) continue;
      const isKnown = knower !== undefined && segment.knownBy.has(knower);
      if (segment.knownBy.size > (isKnown ? 1 : 0)) continue;
      found = segment;
      if (isKnown) break; // It has the pages in its tables already.
    }
    if (found !== undefined && take) this.#free.delete(found);
    return found;
  }

  async #prepare(bytes: number): Promise<void> {
    await this.#recycle(this.#make(bytes));
  }

  #make(bytes: number): Segment {
    const descriptor = segmentMemory(bytes, () => this.#addon.createSegment(bytes));
    const segment: Segment = {
      id: ++this.#lastId, bytes, descriptor, readOnly: undefined, holders: 0, buffer: undefined, lent: undefined, knownBy: new Map(), isLost: false, isDirty: false,
    };
    this.#all.set(segment.id, segment);
    return segment;
  }

  /** Settles when it is free, or gone. */
  #recycle(segment: Segment): Promise<void> {
    const recycling = this.#zero(segment).finally(() => this.#recycling.delete(recycling));
    this.#recycling.add(recycling);
    return recycling;
  }

  async #zero(segment: Segment): Promise<void> {
    if (!this.#isReusable(segment)) return this.#destroy(segment);
    try {
      do {
        segment.isDirty = false;
        await this.#addon.zero(segment.descriptor);
      } while (segment.isDirty);
    } catch {
      return this.#destroy(segment);
    }
    if (!this.#isReusable(segment)) return this.#destroy(segment);
    this.#free.add(segment);
    this.trim(maxFreeBytes);
  }

  #isReusable({ knownBy, isLost }: Segment): boolean {
    return !this.#isClosed && knownBy.size <= 1 && !isLost;
  }

  /** A buffer over the same pages, of which nobody else knows. */
  #renewed(segment: Segment, buffer: ArrayBuffer): ArrayBuffer | undefined {
    this.#byBuffer.delete(buffer);
    try {
      const fresh = this.#addon.renew(buffer);
      this.#byBuffer.set(fresh, segment);
      return fresh;
    } catch {
      segment.isLost = !this.#revoke(buffer);
      return undefined;
    }
  }

  /** Whether that was possible. */
  #revoke(buffer: ArrayBuffer): boolean {
    try {
      this.#addon.revoke(buffer);
      return true;
    } catch {
      return false;
    }
  }

  #destroy(segment: Segment): void {
    for (const knower of segment.knownBy.keys()) knower.forget([segment.id]);
    if (segment.buffer !== undefined) this.#revoke(segment.buffer);
    segment.buffer = undefined;
    this.#addon.close(segment.descriptor);
    if (segment.readOnly !== undefined) this.#addon.close(segment.readOnly);
    this.#all.delete(segment.id);
  }

  #bufferOf(segment: Segment): ArrayBuffer {
    if (segment.buffer === undefined) {
      segment.buffer = segmentMemory(segment.bytes, () => this.#addon.mapShared(segment.descriptor, segment.bytes));
      this.#byBuffer.set(segment.buffer, segment);
    }
    return segment.buffer;
  }
}
