import { allocateWith, NdArray, viewBytes, type Allocator, type Dtype, type TypedArray } from "@openhcs/core";
import { segmentThreshold } from "../wire/bounds.js";
import type { ArrayHeader, Place } from "../wire/encoded.js";
import type { SegmentNotice, ToGuest } from "../wire/message.js";
import { habitsOf } from "./habits.js";
import type { Knower, Segment } from "./segment.js";
import type { SegmentPool } from "./segment-pool.js";

/** Segments that go along with one message. */
export interface Enclosed {
  readonly segments: readonly SegmentNotice[];
  readonly descriptors: readonly number[];
  /** Those that the guest may write to. */
  readonly own: readonly { readonly id: number; readonly bytes: number }[];
}

/** Each takes a descriptor here and in the child. */
const maxSegments = 4_096;
/** So many go along with a call. */
const maxOffered = 16;
/** Of so many a child keeps its mappings. */
const maxIdle = 64;

/** The segments of one call, as its host sees them. */
export class CallSegments implements Allocator {
  readonly #pool: SegmentPool;
  readonly #child: Knower;
  readonly #budget: number;
  /** Segments made for this call: the guest's, or results of the library that become so. */
  readonly #own = new Map<number, Segment>();
  /** Arrays of others, which the guest only reads. */
  readonly #inputs = new Map<number, Segment>();
  /** Those that the next message is about, and that the child may not know yet. */
  readonly #introduced = new Set<Segment>();
  readonly #handedOver = new Set<Segment>();
  /** What the library made since its last result was sent. */
  readonly #made = new Set<Segment>();
  /** Buffers that a message under way asked for. */
  readonly #lent: ArrayBuffer[] = [];
  readonly #habits: ReturnType<typeof habitsOf>;
  /** What went along with the call. */
  readonly #offered = new Set<Segment>();
  /** Sizes that the guest asked for. */
  readonly #wanted: number[] = [];
  #used = 0;

  constructor(pool: SegmentPool, child: Knower, budgetBytes: number) {
    this.#pool = pool;
    this.#child = child;
    this.#budget = budgetBytes;
    this.#habits = habitsOf(child);
  }

  get inputBytes(): number {
    let bytes = 0;
    for (const segment of this.#inputs.values()) bytes += segment.bytes;
    return bytes;
  }

  /** For what the library makes on behalf of the guest; undefined for little, and beyond the budget. */
  allocate(bytes: number): ArrayBuffer | undefined {
    if (bytes < segmentThreshold) return undefined;
    const segment = this.#take(bytes);
    if (segment === undefined) return undefined;
    this.#made.add(segment);
    return this.#pool.lend(segment);
  }

  /** A result that nobody else has becomes the guest's own: it is counted and given back as what the guest makes itself. @param claim is told its bytes before */
  adopt({ data }: NdArray, claim: (bytes: number) => void): void {
    const segment = this.#pool.segmentOf(data.buffer);
    if (segment === undefined || segment.holders > 1 || this.#own.has(segment.id) || this.#inputs.has(segment.id) || this.#own.size >= maxSegments) return;
    claim(segment.bytes);
    this.#pool.hold(segment);
    this.#own.set(segment.id, segment);
    this.#made.add(segment);
  }

  /** After a request: gives up what the library made for itself, and what was not sent. Of that the guest knows nothing. */
  dropUnsent(): void {
    this.#introduced.clear();
    this.#handedOver.clear();
    for (const segment of this.#made) if (this.#own.has(segment.id)) this.#drop(segment);
    this.#made.clear();
  }

  /** Counts memory that is held until the end of the call; false where that is too much. */
  claim(bytes: number): boolean {
    if (!(this.#used + bytes <= this.#budget)) return false;
    this.#used += bytes;
    return true;
  }

  /** The guest gives up a segment of its own. @throws RangeError where it is not */
  takeBack(id: number): void {
    const segment = this.#own.get(id);
    if (segment === undefined || this.#made.has(segment)) throw new RangeError("a segment that is not of this call");
    this.#drop(segment);
  }

  /** A segment for which the guest asks; undefined where the call holds all that it may. */
  grant(bytes: number): Segment | undefined {
    const segment = this.#take(bytes);
    if (segment !== undefined && this.#wanted.length < maxOffered) this.#wanted.push(bytes);
    return segment;
  }

  /** Has segments go along with the call that it will probably ask for: those that the last one took or, before the first one, one like its largest input. */
  offer(binding: string): Pick<Extract<ToGuest, { type: "call" }>, "own" | "idle"> {
    const sizes = this.#habits.sizes.get(binding) ?? [Math.max(0, ...[...this.#inputs.values()].map(({ bytes }) => bytes))];
    for (const bytes of sizes) {
      const segment = this.#used + bytes > this.#budget / 2 ? undefined : this.#pool.takeFree(bytes, this.#child);
      if (segment === undefined) continue;
      this.#used += bytes;
      this.#own.set(segment.id, segment);
      this.#offered.add(segment);
      this.introduce(segment);
    }
    const idle = this.#habits.written.filter((segment) => this.#pool.isIdle(segment, this.#child));
    this.#habits.written = idle;
    return { own: [...this.#offered].map(({ id, bytes }) => ({ id, bytes })), idle: idle.map(({ id }) => id) };
  }

  /** The call ends well. @param unused what the guest says it did not take; where that is wrong, it finds its own leavings there */
  end(binding: string, unused: readonly unknown[]): void {
    const untouched = new Set(unused.slice(0, maxOffered));
    const taken: number[] = [];
    for (const segment of this.#offered) {
      if (!this.#own.has(segment.id)) continue;
      if (untouched.has(segment.id) && segment.holders === 1) {
        this.#own.delete(segment.id);
        this.#pool.putBack(segment);
      } else {
        taken.push(segment.bytes);
      }
    }
    this.#habits.sizes.set(binding, [...taken, ...this.#wanted].slice(0, maxOffered));
    for (const bytes of this.#habits.sizes.get(binding) ?? []) this.#pool.foresee(bytes);
  }

  /** Encloses a segment with the next message, where the child does not have it. */
  introduce(segment: Segment): void {
    this.#introduced.add(segment);
  }

  /** What the next message encloses. Once that is sent, say so by `sent`: a child that was told of a segment is not told again. */
  enclose(): Enclosed {
    const segments: SegmentNotice[] = [];
    const descriptors: number[] = [];
    for (const segment of this.#introduced) {
      const isWritable = this.#own.has(segment.id);
      const descriptor = this.#pool.descriptorFor(segment, this.#child, isWritable);
      if (descriptor === undefined) continue;
      segments.push({ id: segment.id, bytes: segment.bytes, isWritable });
      descriptors.push(descriptor);
    }
    return { segments, descriptors, own: [...this.#handedOver].map(({ id, bytes }) => ({ id, bytes })) };
  }

  /** The message was sent. */
  sent({ segments }: Enclosed): void {
    const told = new Map(segments.map(({ id, isWritable }) => [id, isWritable]));
    for (const segment of this.#introduced) {
      const isWritable = told.get(segment.id);
      if (isWritable !== undefined) this.#pool.introduce(segment, this.#child, isWritable);
    }
    for (const segment of this.#handedOver) this.#made.delete(segment);
    this.#introduced.clear();
    this.#handedOver.clear();
  }

  /** Places an array that the guest gets; large ones that lie elsewhere are copied into a segment. @param claim is told the bytes that come to be the guest's, before they do */
  place(array: NdArray, claim?: (bytes: number) => void): Pick<ArrayHeader, "strides" | "offset" | "place"> | undefined {
    const { data, strides, offset } = array;
    const segment = this.#pool.segmentOf(data.buffer);
    if (segment !== undefined) {
      if (!this.#own.has(segment.id) && !this.#inputs.has(segment.id)) claim?.(segment.bytes);
      this.#give(segment);
      return { strides, offset, place: { segment: segment.id, byteOffset: data.byteOffset, length: data.length } };
    }
    if (array.bytes < segmentThreshold) return undefined;
    claim?.(array.bytes);
    const copy = copyInto(this.#pool, array, this.#child);
    try {
      return this.place(copy);
    } finally {
      copy.dispose();
    }
  }

  /** Elements that the guest speaks of. @throws RangeError where they are not its to speak of */
  elementsIn({ segment: id, byteOffset, length }: Extract<Place, { segment: number }>, dtype: Dtype, { inputs }: { readonly inputs: boolean }): TypedArray {
    const segment = this.#own.get(id) ?? (inputs ? this.#inputs.get(id) : undefined);
    if (segment === undefined) throw new RangeError("a segment that is not of this call");
    const buffer = this.#pool.lend(segment);
    this.#lent.push(buffer);
    return viewBytes(dtype, buffer, byteOffset, length);
  }

  /** Gives back buffers that were asked for but in which no array was made. */
  settle(): void {
    for (const buffer of this.#lent.splice(0)) if (buffer.byteLength > 0) new NdArray({ data: new Uint8Array(buffer), shape: [buffer.byteLength] }).dispose();
  }

  release(): void {
    this.settle();
    this.#habits.written = [...this.#habits.written, ...this.#own.values()].slice(-maxIdle);
    for (const segment of [...this.#own.values(), ...this.#inputs.values()]) this.#pool.release(segment);
    this.#own.clear();
    this.#inputs.clear();
  }

  #take(bytes: number): Segment | undefined {
    if (this.#own.size >= maxSegments || this.#used + bytes > this.#budget) return undefined;
    const segment = this.#pool.take(bytes, this.#child);
    this.#used += bytes;
    this.#own.set(segment.id, segment);
    return segment;
  }

  #drop(segment: Segment): void {
    this.#own.delete(segment.id);
    this.#used -= segment.bytes;
    this.#pool.release(segment);
  }

  #give(segment: Segment): void {
    if (this.#own.has(segment.id)) {
      this.#handedOver.add(segment);
    } else if (!this.#inputs.has(segment.id)) {
      this.#pool.hold(segment);
      this.#inputs.set(segment.id, segment);
    }
    this.introduce(segment);
  }
}

/** A packed copy in a segment of its own, which no process but `knower` knows. */
export function copyInto(pool: SegmentPool, array: NdArray, knower?: Knower): NdArray {
  return allocateWith({ allocate: (bytes) => pool.lendFresh(bytes, knower) }, () => array.copy());
}
