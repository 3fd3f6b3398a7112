/** Where memory lies: on which kind of device, as DLPack numbers them (1 the host, 2 CUDA, 4 OpenCL), on which of those, and there by which address or handle. */
export interface NativeLocation {
  readonly kind: number;
  readonly index: number;
  readonly address: bigint;
}

/** What a DLPack tensor says of its elements: the numbers are those of DLPack. */
export interface NativeTensor {
  readonly kind: number;
  readonly index: number;
  readonly code: number;
  readonly bits: number;
  readonly shape: readonly number[];
}

export interface DescribedTensor extends NativeTensor, NativeLocation {
  readonly lanes: number;
  /** In elements; absent where the tensor is packed in C order. */
  readonly strides?: readonly number[];
  readonly byteOffset: number;
}

declare const hostMemory: unique symbol;

/** Memory of the host that is not JavaScript's, such as a mapping; what takes bytes of a device takes it. */
export interface NativeHostMemory {
  readonly [hostMemory]: true;
}

/** What an error of this says by its `code`; `OUT_OF_MEMORY` and `NO_SEGMENT` of segments, `SYSTEM` for all else that the system refuses. */
export type NativeInterchangeErrorCode = "NOT_A_TENSOR" | "TAKEN" | "NO_SEGMENT" | "NO_VIEW" | "OUT_OF_MEMORY" | "INVALID_ARGUMENT" | "SYSTEM";

/** Hands memory over to other packages and processes, and takes theirs. Handles are the same for every addon of ours. */
export interface NativeInterchange {
  /**
   * A tensor on its way: an External whose data is a `DLManagedTensor**`. Whoever takes it puts null there; `release` is called, on this thread,
   * after its deleter was, from whichever thread, or after nobody took it and the External was collected.
   */
  lend(tensor: NativeTensor, at: bigint | ArrayBufferView, release: () => void): unknown;
  /** Ends what `lend` gave, without calling its `release`; false where somebody had taken it, whose deleter then ends it. */
  reclaim(handle: unknown): boolean;
  /** @throws NOT_A_TENSOR, TAKEN */
  describe(handle: unknown): DescribedTensor;
  /** Takes a tensor, until `giveBack` calls its deleter. @throws NOT_A_TENSOR, TAKEN */
  take(handle: unknown): NativeHostMemory;
  /** Writes bytes of its length to the memory. */
  copyIn(memory: NativeHostMemory, from: Uint8Array): void;
  copyOut(memory: NativeHostMemory, into: Uint8Array): void;
  /** An ArrayBuffer of the memory, which ends it when it is collected; `giveBack` then does nothing. @throws NO_VIEW in an engine that has no such buffers */
  view(memory: NativeHostMemory): ArrayBuffer;
  /** Ends what was taken or mapped; harmless when repeated. */
  giveBack(memory: NativeHostMemory): void;
  /** Named memory of the system that other processes of this user can open, for writing. */
  createSegment(name: string, bytes: number): NativeHostMemory;
  /** That of another process; what is written to it stays in this one. */
  openSegment(name: string, bytes: number): NativeHostMemory;
  /** Takes away the name of a segment that this process created, as its end does. */
  unlinkSegment(name: string): void;
}
