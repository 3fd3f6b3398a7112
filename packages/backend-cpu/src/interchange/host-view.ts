import { NdArray, viewBytes, type Dtype, type Shape } from "@openhcs/core";
import type { NativeHostMemory, NativeInterchange } from "@openhcs/native";

/** What views save below this many bytes, they cost in waiting for the garbage collector. */
const leastView = 1 << 16;

const loans = new FinalizationRegistry<() => void>((end) => end());

interface Taken {
  readonly memory: NativeHostMemory;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly bytes: number;
  readonly isAligned: boolean;
}

/**
 * A host array of memory that somebody lent: a view where that can be, else a copy, after which the memory is given back at once.
 *
 * A view gives it back when the garbage collector finds that nothing of it is left. By `dispose` alone it must not: a typed array of it may be in use.
 */
export function hostArrayOf(interchange: NativeInterchange, { memory, dtype, shape, bytes, isAligned }: Taken, fresh: boolean, release: (() => void) | undefined): NdArray {
  const buffer = !fresh && isAligned && bytes >= leastView ? viewOf(interchange, memory) : undefined;
  if (buffer !== undefined) {
    if (release !== undefined) loans.register(buffer, release);
    const view = new NdArray({ data: viewBytes(dtype, buffer), shape, dtype });
    view.storage.borrow(() => {});
    return view;
  }
  try {
    const copy = NdArray.zeros(shape, dtype);
    if (bytes > 0) interchange.copyOut(memory, new Uint8Array(copy.data.buffer, copy.data.byteOffset, bytes));
    return copy;
  } finally {
    interchange.giveBack(memory);
    release?.();
  }
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
