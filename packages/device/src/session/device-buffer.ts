import type { OpenDevice } from "./open-device.js";

/** Memory of a device: what the arrays of its memory type lie in. */
export interface DeviceBuffer {
  readonly device: OpenDevice;
  /** The number by which the driver knows it. */
  readonly memory: number;
  readonly bytes: number;
  /** The same memory as the host sees it, where the device works in that. */
  readonly host?: Uint8Array;
}
