import { NdArray, viewBytes, type Dtype, type Shape } from "@openhcs/core";
import type { NativeHostMemory, NativeInterchange } from "@openhcs/native";

/** What views save below this many bytes, they cost in waiting for the garbage collector. */
const leastView = 1 << 16;

const loans = new FinalizationRegistry<() => void>((end) => end());

interface Lent {
  /** Takes the memory over. */
  open(): NativeHostMemory;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly bytes: number;
  readonly isAligned: boolean;
  /** Tells the lender that the loan has ended; not where it was not taken in, for then it stays the lender's. */
  readonly release: (() => void) | undefined;
}

/**
 * A host array of memory that somebody lends: a view where that can be, else a copy, after which the memory is given back at once.
 *
 * A view gives it back when the garbage collector finds that nothing of it is left. By `dispose` alone it must not: a typed array of it may be in use.
 */
export function hostArrayOf(interchange: NativeInterchange, lent: Lent, fresh: boolean): NdArray {
  const { open, dtype, shape, bytes, isAligned, release } = lent;
  if (fresh || !isAligned || bytes < leastView) return copyOf(interchange, lent);
  const memory = open();
  const buffer = viewOf(interchange, memory);
  if (buffer === undefined) return copyOf(interchange, { ...lent, open: () => memory });
  if (release !== undefined) loans.register(buffer, release);
  const view = new NdArray({ data: viewBytes(dtype, buffer), shape, dtype });
  view.storage.borrow(() => {});
  return view;
}

/** The copy's memory comes first: where there is none, nothing has been taken over. */
function copyOf(interchange: NativeInterchange, { open, dtype, shape, bytes, release }: Lent): NdArray {
  const copy = NdArray.zeros(shape, dtype);
  const memory = open();
  try {
    if (bytes > 0) interchange.copyOut(memory, new Uint8Array(copy.data.buffer, copy.data.byteOffset, bytes));
  } finally {
    interchange.giveBack(memory);
  }
  release?.();
  return copy;
}

/** Undefined in an engine that takes no memory of others (Electron). */
function viewOf(interchange: NativeInterchange, memory: NativeHostMemory): ArrayBuffer | undefined {
  try {
    return interchange.view(memory);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "NO_VIEW") return undefined;
    throw error;
  }
}
