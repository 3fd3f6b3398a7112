import { freshSegmentName, ndarrayType, NdArray, refusing, sharedSegmentOf, type Interchange, type SharedSegment, type TransferContext } from "@openhcs/core";
import type { KernelSession } from "../kernel-session.js";
import { hostArrayOf } from "./host-view.js";

const form = "shared-memory";

/** A copy of the elements in the system's memory, until its release. */
export function exportSegment(array: NdArray, { session: { interchange } }: TransferContext<KernelSession>): Interchange {
  const packed = array.packed();
  try {
    const { bytes, data } = packed;
    const spec = ndarrayType.spec(packed);
    if (bytes === 0) return { form, spec, handle: { name: "", bytes } satisfies SharedSegment };
    const name = freshSegmentName();
    const mapped = refusing(form, () => interchange.createSegment(name, bytes));
    interchange.copyIn(mapped, new Uint8Array(data.buffer, data.byteOffset, bytes));
    interchange.giveBack(mapped);
    return { form, spec, handle: { name, bytes } satisfies SharedSegment, release: () => interchange.unlinkSegment(name) };
  } finally {
    if (packed !== array) packed.dispose();
  }
}

export function importSegment(given: Interchange, { session: { interchange }, fresh }: TransferContext<KernelSession>): NdArray {
  const { name, bytes } = sharedSegmentOf(given);
  const { dtype, shape } = given.spec;
  if (bytes === 0) {
    given.release?.();
    return NdArray.zeros(shape, dtype);
  }
  const open = () => refusing(form, () => interchange.openSegment(name, bytes));
  return hostArrayOf(interchange, { open, dtype, shape, bytes, isAligned: true, release: given.release && (() => given.release?.()) }, fresh);
}
