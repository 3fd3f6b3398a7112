import type { NativeDevice, NativeHostMemory, NativeLocation } from "@openhcs/native/device";
import type { DeviceBuffer } from "./device-buffer.js";
import type { OpenDevice } from "./open-device.js";

/** Memory of a device that others use, and theirs that it uses, which `letGo` of the device lets go of. */
export class DeviceSharing {
  readonly #device: OpenDevice;
  readonly #native: NativeDevice;
  readonly #run: <Result>(work: () => Result) => Result;

  /** @param run makes errors of ours of those of the driver */
  constructor(device: OpenDevice, native: NativeDevice, run: <Result>(work: () => Result) => Result) {
    this.#device = device;
    this.#native = native;
    this.#run = run;
  }

  /** @param own as the device has it, also where the host has the same memory */
  locate({ memory }: DeviceBuffer, own: boolean): NativeLocation {
    return this.#run(() => this.#native.locate(memory, own));
  }

  /** @throws DeviceFailedError INVALID_ARGUMENT for memory of another device */
  adopt(location: NativeLocation, offset: number, bytes: number): DeviceBuffer {
    return this.#buffer(bytes, () => this.#native.adopt(location, offset, bytes));
  }

  /** Memory of the host that is not JavaScript's; only where the device works in that. */
  wrap(mapped: NativeHostMemory, bytes: number): DeviceBuffer {
    return this.#buffer(bytes, () => this.#native.wrap(mapped));
  }

  /** Apart from what the pool gives out, which no other process can open; it goes back by `forget` of the pool. @throws OutOfMemoryError */
  allocateForProcesses(bytes: number): DeviceBuffer {
    return this.#device.pool.takeApart(bytes, () => this.#buffer(bytes, () => this.#native.allocateForProcesses(bytes)));
  }

  processHandle({ memory }: DeviceBuffer): { readonly bytes: Uint8Array; readonly offset: number } {
    return this.#run(() => this.#native.processHandle(memory));
  }

  openProcessHandle(handle: Uint8Array, offset: number, bytes: number): DeviceBuffer {
    return this.#buffer(bytes, () => this.#native.openProcessHandle(handle, offset, bytes));
  }

  /** Whether {@link copyFrom} takes memory of another device. */
  isLinkedTo(other: OpenDevice): boolean {
    return other.driver === this.#device.driver && this.#run(() => this.#native.links(other.sharing.#native));
  }

  /** Enqueues a copy of all that `into` holds. */
  copyFrom(other: OpenDevice, from: DeviceBuffer, into: DeviceBuffer, bytes: number): void {
    this.#run(() => this.#native.copyFrom(other.sharing.#native, from.memory, 0, into.memory, 0, bytes));
  }

  #buffer(bytes: number, make: () => number): DeviceBuffer {
    return { device: this.#device, memory: this.#run(make), bytes };
  }
}
