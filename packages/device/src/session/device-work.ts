import type { DeviceArray, Dtype, Shape, TypedArray } from "@openhcs/core";
import type { KernelSource } from "../dialect/kernel-source.js";
import type { DeviceBuffer } from "./device-buffer.js";
import type { OpenDevice } from "./open-device.js";
import type { Program } from "./program.js";

/** One call of a kernel: what it makes on the way is freed with it, except what it returns. */
export class DeviceWork {
  readonly device: OpenDevice;
  readonly signal: AbortSignal;
  readonly #made = new Set<DeviceArray<DeviceBuffer>>();

  constructor(device: OpenDevice, signal: AbortSignal) {
    this.device = device;
    this.signal = signal;
  }

  /** Whether `float64` can be computed in. */
  get fp64(): boolean {
    return this.device.facts.fp64;
  }

  /** What a work item best loads at once. */
  get loadBytes(): number {
    return this.device.loadBytes;
  }

  /** A fresh array, for results and for what lies between; its elements are whatever was there before. @throws OutOfMemoryError */
  array(dtype: Dtype, shape: Shape): DeviceArray<DeviceBuffer> {
    const made = this.device.array(dtype, shape);
    this.#made.add(made);
    return made;
  }

  /** A fresh array of zeroed bytes. */
  zeros(dtype: Dtype, shape: Shape): DeviceArray<DeviceBuffer> {
    const made = this.array(dtype, shape);
    if (made.bytes > 0) this.device.fill(made.buffer, 0, made.bytes);
    return made;
  }

  /** A fresh array of another's elements. */
  copy({ dtype, shape, bytes, buffer }: DeviceArray<DeviceBuffer>): DeviceArray<DeviceBuffer> {
    const made = this.array(dtype, shape);
    if (bytes > 0) this.device.copy(buffer, 0, made.buffer, 0, bytes);
    return made;
  }

  /** A table of the host, such as weights or offsets, on the device. */
  async table(data: TypedArray, dtype: Dtype): Promise<DeviceArray<DeviceBuffer>> {
    const made = this.array(dtype, [data.length]);
    await this.device.write(made.buffer, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return made;
  }

  /** @throws KernelBuildError, DeviceLacksError */
  program(source: KernelSource): Promise<Program> {
    this.signal.throwIfAborted();
    return this.device.program(source);
  }

  /** Elements of a small array, such as a count or a histogram, when they are there; from an offset on, in bytes, where one is given. */
  async read(array: DeviceArray<DeviceBuffer>, offset = 0): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(array.bytes - offset);
    await this.device.read(array.buffer, bytes, offset);
    this.signal.throwIfAborted();
    return bytes;
  }

  /** Frees an array before the call ends. */
  free(array: DeviceArray<DeviceBuffer>): void {
    this.#made.delete(array);
    array.dispose();
  }

  /** Frees everything but what is returned. */
  end(returned: readonly unknown[]): void {
    for (const array of this.#made) if (!returned.includes(array)) array.dispose();
    this.#made.clear();
  }
}
