import type { SegmentNotice } from "../../wire/message.js";
import { guarded, type SegmentPort } from "./port.js";

export type Access = "shared" | "private";

/** So many vacant buffers are kept, of so many sizes. */
const maxVacant = 4;
const maxSizes = 16;

/** A segment that this process knows. */
interface Known {
  readonly bytes: number;
  descriptor: number;
  /** A buffer to write to that is not open in this call. */
  kept?: ArrayBuffer | undefined;
  /** Of the buffer that is open to writing: what user code drops shall be seen to be dropped. */
  watch?: number | undefined;
  /** A private buffer, and the last call that opened it. */
  input?: { readonly buffer: ArrayBuffer; readonly call: number } | undefined;
}

/**
 * The segments that this process knows, and the buffers over them.
 *
 * Buffers outlast their call, for mapping segments anew takes longer than most calls. As user code may have kept them, `revokeOthers` takes away those that
 * are not of the next call before any of it runs again. Nothing is ever detached: after that V8 would make all loops over typed arrays slow.
 */
export class SegmentTable {
  readonly #port: SegmentPort;
  readonly #known = new Map<number, Known>();
  /** Segments by their buffers. For writing, `watch` tells this opening from earlier and later ones. */
  readonly #places = new WeakMap<ArrayBufferLike, { readonly id: number; readonly access: Access; readonly watch?: number }>();
  /** Segments that are open to writing. */
  readonly #watched = new Set<number>();
  /** Segments of which there are other buffers. */
  readonly #mapped = new Set<number>();
  /** Private buffers of which the segment was taken, by size: they serve for the next one, as new buffers make V8 collect garbage. */
  readonly #vacant = new Map<number, ArrayBuffer[]>();
  /** Counts calls. */
  #call = 0;

  constructor(port: SegmentPort) {
    this.#port = {
      wait: guarded(port.wait), unread: guarded(port.unread), takeDescriptor: guarded(port.takeDescriptor), mapShared: guarded(port.mapShared), mapPrivate: guarded(port.mapPrivate),
      remap: guarded(port.remap), revoke: guarded(port.revoke), isWritten: guarded(port.isWritten), pristine: guarded(port.pristine), close: guarded(port.close),
      watch: guarded(port.watch), watched: guarded(port.watched), unwatch: guarded(port.unwatch), collect: guarded(port.collect),
    };
  }

  /** Takes the segments that came with a message. */
  learn(notices: readonly SegmentNotice[]): void {
    for (const { id, bytes } of notices) {
      const descriptor = this.#port.takeDescriptor();
      const known = this.#known.get(id);
      if (known === undefined) this.#known.set(id, { bytes, descriptor });
      else {
        this.#port.close(known.descriptor);
        known.descriptor = descriptor;
      }
    }
  }

  /** Maps segments that are new, for the next time that they are opened to writing. */
  map(notices: readonly SegmentNotice[]): void {
    this.learn(notices);
    for (const { id } of notices) {
      const known = this.#get(id);
      known.kept ??= ofThisRealm(this.#port.mapShared(known.descriptor, known.bytes));
      this.#mapped.add(id);
      if (this.#vacant.has(known.bytes)) continue;
      // For an input like it.
      known.input = { buffer: ofThisRealm(this.#port.mapPrivate(known.descriptor, known.bytes)), call: this.#call };
      this.#revokePrivate(known);
    }
  }

  /** A buffer over a segment, until the call ends. */
  open(id: number, access: Access): ArrayBuffer {
    return access === "shared" ? this.#openShared(id) : this.#openPrivate(id);
  }

  /** Which segment lies under a buffer that is open. */
  find(buffer: ArrayBufferLike): { readonly id: number; readonly access: Access } | undefined {
    const place = this.#places.get(buffer);
    if (place === undefined) return undefined;
    const { watch, input } = this.#known.get(place.id) ?? {};
    const isOpen = place.access === "shared" ? place.watch === watch : input?.call === this.#call && input.buffer === buffer;
    return isOpen ? place : undefined;
  }

  /** Tells this opening of a segment to writing from earlier and later ones; undefined where it is not open. */
  openingOf(id: number): number | undefined {
    return this.#known.get(id)?.watch;
  }

  /** Whether an open private buffer holds something else than the segment. */
  isWritten(buffer: ArrayBuffer): boolean {
    return this.#port.isWritten(buffer);
  }

  /** Closes what is open to writing, and keeps it for the next time. */
  closeShared(id: number): void {
    const known = this.#get(id);
    known.kept = this.#endWatch(id, known);
    if (known.kept !== undefined) this.#mapped.add(id);
  }

  /** Takes a segment that is not open to writing from user code that kept it. */
  revokeShared(id: number): void {
    const known = this.#get(id);
    if (known.kept !== undefined) this.#port.revoke(known.kept);
    known.kept = undefined;
  }

  /** Ends a call: nothing is open. */
  closeAll(): void {
    for (const id of this.#watched) this.closeShared(id);
    this.#call++;
  }

  /** Takes every buffer that is not open from user code. @param spared segments that it may go on writing to: the next call's own, and those in which no array lies */
  revokeOthers(spared: ReadonlySet<number>): void {
    for (const id of this.#mapped) {
      const known = this.#get(id);
      if (!spared.has(id)) this.revokeShared(id);
      if (known.input !== undefined && known.input.call !== this.#call) this.#revokePrivate(known);
      if (known.kept === undefined && known.input === undefined) this.#mapped.delete(id);
    }
  }

  /** Collects garbage; returns the segments whose buffers nobody has any more, which are not open from then on. */
  collect(): readonly number[] {
    this.#port.collect();
    const dropped: number[] = [];
    for (const id of this.#watched) {
      const known = this.#get(id);
      if (this.#port.watched(known.watch as number) !== undefined) continue;
      this.#endWatch(id, known);
      dropped.push(id);
    }
    return dropped;
  }

  forget(ids: readonly number[]): void {
    for (const id of ids) {
      if (this.#watched.has(id)) this.closeShared(id);
      const known = this.#get(id);
      this.revokeShared(id);
      this.#revokePrivate(known);
      this.#port.close(known.descriptor);
      this.#mapped.delete(id);
      this.#known.delete(id);
    }
  }

  get waiting(): SegmentPort["wait"] {
    return this.#port.wait;
  }

  get unread(): SegmentPort["unread"] {
    return this.#port.unread;
  }

  #openShared(id: number): ArrayBuffer {
    const known = this.#get(id);
    const open = known.watch === undefined ? undefined : this.#port.watched(known.watch);
    if (open !== undefined) return open;
    if (known.watch !== undefined) this.#endWatch(id, known);
    const buffer = known.kept ?? ofThisRealm(this.#port.mapShared(known.descriptor, known.bytes));
    known.kept = undefined;
    known.watch = this.#port.watch(buffer);
    this.#watched.add(id);
    this.#places.set(buffer, { id, access: "shared", watch: known.watch });
    return buffer;
  }

  #openPrivate(id: number): ArrayBuffer {
    const known = this.#get(id);
    const former = known.input;
    if (former?.call === this.#call) return former.buffer;
    const buffer = former?.buffer ?? this.#mapPrivate(known);
    if (former !== undefined && this.#port.isWritten(buffer)) this.#port.pristine(buffer);
    known.input = { buffer, call: this.#call };
    this.#mapped.add(id);
    this.#places.set(buffer, { id, access: "private" });
    return buffer;
  }

  #mapPrivate({ descriptor, bytes }: Known): ArrayBuffer {
    const vacant = this.#vacant.get(bytes)?.pop();
    if (vacant === undefined) return ofThisRealm(this.#port.mapPrivate(descriptor, bytes));
    this.#port.remap(vacant, descriptor);
    return vacant;
  }

  #revokePrivate(known: Known): void {
    if (known.input === undefined) return;
    const { buffer } = known.input;
    known.input = undefined;
    this.#port.revoke(buffer);
    const vacant = this.#vacant.get(known.bytes) ?? [];
    if (vacant.length === 0 && this.#vacant.size >= maxSizes) this.#vacant.clear();
    if (vacant.length < maxVacant) this.#vacant.set(known.bytes, [...vacant, buffer]);
  }

  #endWatch(id: number, known: Known): ArrayBuffer | undefined {
    const watch = known.watch as number;
    const buffer = this.#port.watched(watch);
    this.#port.unwatch(watch);
    known.watch = undefined;
    this.#watched.delete(id);
    return buffer;
  }

  #get(id: number): Known {
    const known = this.#known.get(id);
    if (known === undefined) throw new Error(`there is no segment ${id} here`);
    return known;
  }
}

/** Buffers of the addon are objects of the realm around this one, through which user code would reach it. */
function ofThisRealm(buffer: ArrayBuffer): ArrayBuffer {
  return Object.setPrototypeOf(buffer, ArrayBuffer.prototype) as ArrayBuffer;
}
