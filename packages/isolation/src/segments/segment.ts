import type { Descriptor } from "@openhcs/native/isolation";

/** A process that has descriptors of segments. */
export interface Knower {
  /** Tells it that segments are gone. */
  forget(ids: readonly number[]): void;
}

/** Shared memory of one array, or of several that overlap. */
export interface Segment {
  readonly id: number;
  readonly bytes: number;
  readonly descriptor: Descriptor;
  /** The same for reading alone, made when first needed. */
  readOnly: Descriptor | undefined;
  /** Calls that hold it, and the arrays of this process in it, which count as one. At 0 it is recycled. */
  holders: number;
  /** A buffer over it in this process, which nobody has. */
  buffer: ArrayBuffer | undefined;
  /** The one in which arrays of this process lie. */
  lent: WeakRef<ArrayBuffer> | undefined;
  /** Children that have a descriptor, and whether they may write through it. It is reused for nobody else: whatever they do, they meet no array but their own. */
  readonly knownBy: Map<Knower, { readonly isWritable: boolean }>;
  /** A buffer over it was detached by somebody else, who has the pages now. It is not reused. */
  isLost: boolean;
  /** A child that could write to it has ended since it was last zeroed. */
  isDirty: boolean;
}
