import { bytesPerElement, dlpackDevice, dlpackType, InterchangeRefusedError, ndarrayType, refusing, sizeOf, specOfDlpack, type Interchange, type NdArray, type TransferContext } from "@openhcs/core";
import type { KernelSession } from "../kernel-session.js";
import { hostArrayOf } from "./host-view.js";

/** A tensor of kDLCPU over the elements themselves; of a view that is not packed, over a copy. */
export function exportTensor(array: NdArray, { session: { interchange } }: TransferContext<KernelSession>): Interchange {
  const kept = array.isPacked ? array.retain() : array.packed();
  const end = disposer(kept);
  const { dtype, shape } = kept;
  try {
    const handle = interchange.lend({ kind: dlpackDevice.cpu, index: 0, ...dlpackType(dtype), shape }, kept.data, end);
    return { form: "dlpack", spec: ndarrayType.spec(kept), handle, release: () => { if (interchange.reclaim(handle)) end(); } };
  } catch (error) {
    end();
    throw error;
  }
}

/** In a scope of its own: it is kept until the loan ends, and must not keep the handle, whose end may be that of the loan. */
function disposer(kept: NdArray): () => void {
  return () => kept.dispose();
}

export function importTensor(given: Interchange, { session: { interchange }, fresh }: TransferContext<KernelSession>): NdArray {
  const told = refusing("dlpack", () => interchange.describe(given.handle));
  if (told.kind !== dlpackDevice.cpu) throw new InterchangeRefusedError("dlpack", `the tensor lies on device ${told.index} of kind ${told.kind}, and host arrays are of kind ${dlpackDevice.cpu}`);
  const { dtype, shape } = specOfDlpack("dlpack", told);
  const width = bytesPerElement(dtype);
  const isAligned = (told.address + BigInt(told.byteOffset)) % BigInt(width) === 0n;
  const open = () => interchange.take(given.handle);
  return hostArrayOf(interchange, { open, dtype, shape, bytes: sizeOf(shape) * width, isAligned, release: given.release && (() => given.release?.()) }, fresh);
}
