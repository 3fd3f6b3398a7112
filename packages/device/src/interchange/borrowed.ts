import type { DeviceArray, Dtype, Shape } from "@openhcs/core";
import { filled } from "../memory/filled.js";
import type { DeviceBuffer } from "../session/device-buffer.js";

/**
 * An array over memory that belongs to somebody else, or a copy where it must be fresh.
 *
 * @param end gives the memory back; called once, when nothing uses it any more
 */
export async function borrowed(buffer: DeviceBuffer, { dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, fresh: boolean, end: () => void): Promise<DeviceArray<DeviceBuffer>> {
  const { device } = buffer;
  const view = device.type.wrap(buffer, { dtype, shape, device: device.index }, () => {});
  view.storage.borrow(() => { void device.letGo(buffer).then(end); });
  if (!fresh) return view;
  try {
    return await filled(device.array(dtype, shape), async (copy) => {
      device.copy(buffer, 0, copy.buffer, 0, copy.bytes);
      await device.ready(copy.buffer);
    });
  } finally {
    view.dispose();
  }
}
