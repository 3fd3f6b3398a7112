import type { DeviceMemory, PooledMemory } from "@openhcs/core";
import type { SharedGpuDevice } from "../gpu/shared-device.js";
import type { GpuMemory } from "./gpu-array.js";
import { OpenGpu, type GpuLimits } from "./open-gpu.js";

/** The device of a backend, opened at its first need and anew after it was lost. */
export class WebGpuSession {
  readonly #shared: SharedGpuDevice;
  readonly #type: DeviceMemory<GpuMemory>;
  readonly #limits: GpuLimits;
  #opening: Promise<OpenGpu> | undefined;
  #open: OpenGpu | undefined;

  constructor(shared: SharedGpuDevice, type: DeviceMemory<GpuMemory>, limits: GpuLimits) {
    this.#shared = shared;
    this.#type = type;
    this.#limits = limits;
  }

  /** @throws BackendUnavailableError */
  async device(): Promise<OpenGpu> {
    if (this.#open?.isLost === true) this.#letGo();
    this.#opening ??= this.#acquire();
    return this.#opening;
  }

  trim(): void {
    this.#open?.pool.trim();
    this.#open?.readback.trim();
  }

  pooled(): readonly PooledMemory[] {
    const open = this.#open;
    return open === undefined ? [] : [{ memoryType: "webgpu", device: 0, pooledBytes: open.pool.pooledBytes + open.readback.pooledBytes }];
  }

  async close(): Promise<void> {
    await this.#opening?.then((open) => open.ready()).catch(() => {}); // Who waits for results is told.
    this.#letGo();
  }

  async #acquire(): Promise<OpenGpu> {
    try {
      this.#open = new OpenGpu(await this.#shared.acquire(), this.#type, this.#limits);
      return this.#open;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  #letGo(): void {
    if (this.#open === undefined) return;
    this.#open.close();
    this.#open = undefined;
    this.#opening = undefined;
    this.#shared.release();
  }
}
