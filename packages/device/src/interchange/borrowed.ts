import type { DeviceArray, Dtype, Shape } from "@openhcs/core";
import type { NativeHostMemory } from "@openhcs/native/device";
import { filled } from "../memory/filled.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { OpenDevice } from "../session/open-device.js";

type Array = DeviceArray<DeviceBuffer>;
type Spec = { readonly dtype: Dtype; readonly shape: Shape };

/** What somebody lends. */
export interface Lent<Memory> {
  /** Takes it over. @throws where it does not fit; it is the lender's still */
  open(): Memory;
  /** Tells the lender that the loan has ended; not where it was not taken in, for then it stays the lender's. */
  release?: (() => void) | undefined;
}

/** Memory of others that a device uses as it lies. */
export interface Borrowed {
  readonly buffer: DeviceBuffer;
  /** Gives it back, when nothing uses it any more. */
  close(): void;
}

/** An array over memory that somebody lends, or a copy where it must be fresh. */
export async function borrowed(device: OpenDevice, spec: Spec, fresh: boolean, { open, release }: Lent<Borrowed>): Promise<Array> {
  if (fresh) return copied(device, spec, { open, release });
  const { buffer, close } = open();
  return viewOn(buffer, spec, () => {
    close();
    release?.();
  });
}

/** An array over a buffer that is not of the pool. @param end called once, when nothing uses the buffer any more and the device has let go of it */
export function viewOn(buffer: DeviceBuffer, { dtype, shape }: Spec, end: () => void): Array {
  const { device } = buffer;
  const view = device.type.wrap(buffer, { dtype, shape, device: device.index }, () => {});
  view.storage.borrow(() => { void device.letGo(buffer).finally(end); });
  return view;
}

/** The copy's memory comes first: where there is none, nothing has been taken over, and another try can be made. */
async function copied(device: OpenDevice, { dtype, shape }: Spec, { open, release }: Lent<Borrowed>): Promise<Array> {
  const made = await filled(device.array(dtype, shape), async (copy) => {
    const { buffer, close } = open();
    try {
      device.copy(buffer, 0, copy.buffer, 0, copy.bytes);
      await device.ready(copy.buffer);
    } finally {
      await device.letGo(buffer);
      close();
    }
  });
  release?.();
  return made;
}

/** A copy of the host's memory that somebody lends. */
export async function uploaded(device: OpenDevice, { dtype, shape }: Spec, { open, release }: Lent<NativeHostMemory>): Promise<Array> {
  const made = await filled(device.array(dtype, shape), async ({ buffer }) => {
    const memory = open();
    try {
      await device.write(buffer, memory);
    } finally {
      device.driver.interchange.giveBack(memory);
    }
  });
  release?.();
  return made;
}
