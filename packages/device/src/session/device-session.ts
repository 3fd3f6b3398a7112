import type { PooledMemory } from "@openhcs/core";
import type { NativeDriver, NativeDriverOptions } from "@openhcs/native/device";
import type { DeviceMemoryType } from "../memory/device-memory-type.js";
import { BinaryCache } from "./binary-cache.js";
import { explained } from "./device-errors.js";
import { OpenDevice } from "./open-device.js";

export interface DeviceSessionOptions {
  /** Of the backend. */
  readonly version: string;
  readonly driver: NativeDriver;
  readonly driverOptions: NativeDriverOptions;
  readonly type: DeviceMemoryType;
  /** The driver's number of each device of the session, by the session's own. */
  readonly devices: readonly number[];
  /** Where compiled kernels are kept; undefined keeps none. */
  readonly cacheFolder: string | undefined;
  /** Bytes that they may take there. */
  readonly cacheLimit?: number | undefined;
  /** What arrays and pooled buffers may take on each device; as much as there is by default. */
  readonly memoryLimit?: number | undefined;
  readonly buildOptions: readonly string[];
}

/** The devices of a backend, each opened when it is first used. */
export class DeviceSession {
  readonly #options: DeviceSessionOptions;
  readonly #open = new Map<number, OpenDevice>();
  readonly #cache: BinaryCache;

  constructor(options: DeviceSessionOptions) {
    this.#options = options;
    this.#cache = new BinaryCache({ version: options.version, folder: options.cacheFolder, limit: options.cacheLimit });
  }

  /** @throws DeviceFailedError where the driver does not open it */
  device(index: number): OpenDevice {
    let open = this.#open.get(index);
    if (open === undefined) {
      open = this.#openDevice(index);
      this.#open.set(index, open);
    }
    return open;
  }

  trim(): void {
    for (const device of this.#open.values()) device.pool.trim();
  }

  pooled(): readonly PooledMemory[] {
    const { name: memoryType } = this.#options.type;
    return [...this.#open.values()].map(({ index: device, pool: { pooledBytes } }) => ({ memoryType, device, pooledBytes }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((device) => device.close()));
    this.#open.clear();
  }

  #openDevice(index: number): OpenDevice {
    const { driver, driverOptions, type, devices, memoryLimit, buildOptions } = this.#options;
    try {
      const native = driver.open(devices[index] ?? index, driverOptions);
      return new OpenDevice({ index, driver, native, type, cache: this.#cache, mostBytes: memoryLimit ?? native.facts.memoryBytes, buildOptions });
    } catch (error) {
      throw explained(`${driver.name} device ${devices[index] ?? index}`, type.name, error);
    }
  }
}
