import { contiguousStrides, copyElements, lend, viewBytes, type Allocator, type Dtype, type NdArray, type TypedArray } from "@openhcs/core";
import { segmentThreshold } from "../../wire/bounds.js";
import type { ArrayHeader, Place } from "../../wire/encoded.js";
import type { SegmentTable } from "./segment-table.js";
import { withOrigin } from "./thrown.js";

/** Asks the host for a segment to write to; undefined where the call may have no more. */
export type Grant = (bytes: number) => number | undefined;

/** The arrays of the call that is running, as far as they lie in segments. */
export class CallArrays implements Allocator {
  readonly #table: SegmentTable;
  readonly #grant: Grant;
  readonly #give: (ids: readonly number[]) => void;
  /** Segments that are the guest's own, and so can be handed over, with their bytes. */
  readonly #own = new Map<number, number>();
  /** Own segments that came with the call and are still zeroed, by size. */
  readonly #offered = new Map<number, number[]>();
  /** Own segments whose arrays were disposed of, by size. */
  readonly #free = new Map<number, number[]>();
  /** The openings in which arrays count themselves. */
  readonly #lent = new Set<number>();
  #most = Infinity;
  #held = 0;
  /** Garbage is collected when so much is held. */
  #collectAt = Infinity;

  constructor(table: SegmentTable, grant: Grant, give: (ids: readonly number[]) => void) {
    this.#table = table;
    this.#grant = grant;
    this.#give = give;
  }

  /** A call begins, which may hold so much, and has some of it already. */
  begin(arrayBytes: number, offered: readonly { readonly id: number; readonly bytes: number }[]): void {
    this.#most = arrayBytes;
    this.#collectAt = arrayBytes / 2;
    for (const { id, bytes } of offered) {
      this.#own.set(id, bytes);
      this.#held += bytes;
      put(this.#offered, bytes, id);
    }
  }

  /** What came with the call and was not taken. */
  get unused(): readonly number[] {
    return [...this.#offered.values()].flat();
  }

  allocate(bytes: number): ArrayBuffer | undefined {
    if (bytes < segmentThreshold) return undefined;
    const offered = this.#offered.get(bytes)?.pop();
    if (offered !== undefined) return this.own(offered, bytes);
    const freed = this.#takeFree(bytes);
    if (freed !== undefined) return this.#again(freed);
    const granted = this.#grant(bytes);
    if (granted !== undefined) return this.own(granted, bytes);
    // What nobody has any more is not disposed of yet: programs seldom do that themselves.
    this.#collect();
    const collected = this.#takeFree(bytes);
    if (collected !== undefined) return this.#again(collected);
    this.#giveBack();
    const id = this.#grant(bytes);
    return id === undefined ? refuse(bytes) : this.own(id, bytes);
  }

  /** Before the library makes something: gives the host what is free where much is held, for it cannot ask. */
  makeRoom(): void {
    if (this.#held < this.#collectAt) return;
    this.#collect();
    this.#giveBack();
    this.#collectAt = Math.max(this.#most / 2, this.#held + this.#most / 8);
  }

  /** Opens a segment that the guest may write to and hand over. */
  own(id: number, bytes: number): ArrayBuffer {
    if (!this.#own.has(id)) this.#held += bytes;
    this.#own.set(id, bytes);
    const buffer = this.#table.open(id, "shared");
    const opening = this.#table.openingOf(id) as number;
    if (this.#lent.has(opening)) return buffer;
    this.#lent.add(opening);
    // Refers to no buffer: those that are dropped shall be collected.
    lend(buffer, (dropped) => {
      if (!dropped && this.#table.openingOf(id) === opening) this.#reuse(id);
    });
    return buffer;
  }

  elementsIn({ segment, byteOffset, length }: Extract<Place, { segment: number }>, dtype: Dtype): TypedArray {
    const bytes = this.#own.get(segment);
    const buffer = bytes === undefined ? this.#table.open(segment, "private") : this.own(segment, bytes);
    return viewBytes(dtype, buffer, byteOffset, length);
  }

  /** Where an array lies that the host is given: in an own segment or an unchanged input; others are copied into an own one. */
  place(array: NdArray, { inputs }: { readonly inputs: boolean }): Pick<ArrayHeader, "strides" | "offset" | "place"> | undefined {
    const { data } = array;
    const at = this.#table.find(data.buffer);
    const stays = at !== undefined && (at.access === "shared" || inputs && !this.#table.isWritten(data.buffer as ArrayBuffer));
    if (stays) return { place: placeOf(at.id, data), strides: array.strides, offset: array.offset };
    if (array.bytes < segmentThreshold) return undefined;
    const copy = copyElements(array);
    const into = this.#table.find(copy.buffer);
    return into === undefined ? undefined : { place: placeOf(into.id, copy), strides: contiguousStrides(array.shape), offset: 0 };
  }

  /** After the call. */
  close(): void {
    for (const held of [this.#own, this.#offered, this.#free, this.#lent]) held.clear();
    this.#held = 0;
    this.#table.closeAll();
  }

  #reuse(id: number): void {
    this.#table.closeShared(id);
    this.#setFree(id);
  }

  #setFree(id: number): void {
    put(this.#free, this.#own.get(id) as number, id);
  }

  #takeFree(bytes: number): number | undefined {
    return this.#free.get(bytes)?.pop();
  }

  #again(id: number): ArrayBuffer {
    const buffer = this.own(id, this.#own.get(id) as number);
    new Uint8Array(buffer).fill(0);
    return buffer;
  }

  #collect(): void {
    for (const id of this.#table.collect()) this.#setFree(id);
  }

  #giveBack(): void {
    const ids = [...this.unused, ...[...this.#free.values()].flat()];
    this.#offered.clear();
    this.#free.clear();
    for (const id of ids) {
      this.#table.revokeShared(id);
      this.#held -= this.#own.get(id) as number;
      this.#own.delete(id);
    }
    if (ids.length > 0) this.#give(ids);
  }
}

function put(ids: Map<number, number[]>, bytes: number, id: number): void {
  const some = ids.get(bytes);
  if (some === undefined) ids.set(bytes, [id]);
  else some.push(id);
}

function refuse(bytes: number): never {
  throw withOrigin(new RangeError(`no room for an array of ${bytes} bytes: the arrays of this call hold all that they may. Dispose of those that are done with.`), { code: "GUEST_OUT_OF_MEMORY" });
}

function placeOf(segment: number, { byteOffset, length }: TypedArray): Place {
  return { segment, byteOffset, length };
}

