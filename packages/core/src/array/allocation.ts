/** Makes the elements of arrays somewhere else than on the heap, such as in memory that is shared with another process. */
export interface Allocator {
  /** Zeroed bytes, or undefined where the heap serves as well. */
  allocate(bytes: number): ArrayBuffer | undefined;
  /** The most that one result may take whose making holds up this thread. Default: any. */
  readonly mostBytes?: number;
}

let current: Allocator | undefined;

/** Runs work whose arrays the allocator makes, as far as it runs without waiting: what comes after an `await` is made on the heap again. */
export function allocateWith<Result>(allocator: Allocator | undefined, work: () => Result): Result {
  const outer = current;
  current = allocator;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** Sets the allocator of everything that is allocated outside of `allocateWith`; for a process that serves one purpose. */
export function installAllocator(allocator: Allocator): void {
  current = allocator;
}

export function allocateBytes(bytes: number): ArrayBuffer {
  return current?.allocate(bytes) ?? new ArrayBuffer(bytes);
}

/** Buffers whose owner takes them back, with the storages that lie in them. */
const lent = new WeakMap<ArrayBufferLike, { storages: number; dropped: boolean; readonly release: (dropped: boolean) => void }>();

/**
 * Has `release` called when the last storage over this buffer is freed, by `dispose` or by the garbage collector.
 *
 * The latter, also of one storage among several, is told (`dropped`): typed arrays may outlive the arrays that they were taken from.
 */
export function lend(buffer: ArrayBufferLike, release: (dropped: boolean) => void): void {
  lent.set(buffer, { storages: 0, dropped: false, release });
}

/** Counts a storage over a buffer; returns what to do when it is freed, undefined where nobody wants the buffer back. */
export function borrowBuffer(buffer: ArrayBufferLike): ((dropped: boolean) => void) | undefined {
  const loan = lent.get(buffer);
  if (loan === undefined) return undefined;
  loan.storages++;
  return (dropped) => {
    loan.dropped ||= dropped;
    if (--loan.storages === 0) loan.release(loan.dropped);
  };
}
