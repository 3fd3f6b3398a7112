import { bytesPerElement, sizeOf, type DeviceArray, type Dtype, type Shape } from "@openhcs/core";
import type { NativeDevice, NativeDeviceFacts, NativeDriver, NativeHostMemory } from "@openhcs/native/device";
import type { KernelSource } from "../dialect/kernel-source.js";
import type { DeviceMemoryType } from "../memory/device-memory-type.js";
import type { BinaryCache } from "./binary-cache.js";
import { readBuildLog } from "./build-errors.js";
import type { DeviceBuffer } from "./device-buffer.js";
import { DeviceLacksError, explained, isNative } from "./device-errors.js";
import { DeviceSharing } from "./device-sharing.js";
import { Pool } from "./pool.js";
import { Program } from "./program.js";
import { RecentPrograms } from "./recent-programs.js";

/** Far more than all kernels of the library on all dtypes that one program uses. */
const mostPrograms = 2000;

export interface OpenDeviceOptions {
  readonly index: number;
  readonly driver: NativeDriver;
  readonly native: NativeDevice;
  readonly type: DeviceMemoryType;
  readonly cache: BinaryCache;
  readonly mostBytes: number;
  /** Options of the compiler. */
  readonly buildOptions: readonly string[];
}

/** A device at work: its pool of memory, its programs, and what is enqueued on it. */
export class OpenDevice {
  readonly index: number;
  readonly facts: NativeDeviceFacts;
  readonly pool: Pool<DeviceBuffer>;
  readonly type: DeviceMemoryType;
  readonly driver: NativeDriver;
  readonly sharing: DeviceSharing;
  readonly #native: NativeDevice;
  readonly #cache: BinaryCache;
  readonly #buildOptions: readonly string[];
  readonly #programs: RecentPrograms;

  constructor({ index, driver, native, type, cache, mostBytes, buildOptions }: OpenDeviceOptions) {
    this.index = index;
    this.driver = driver;
    this.type = type;
    this.#native = native;
    this.facts = native.facts;
    this.#cache = cache;
    this.#buildOptions = buildOptions;
    this.#programs = new RecentPrograms(mostPrograms, (program) => void this.#unload(program));
    this.sharing = new DeviceSharing(this, native, (work) => this.#run(work));
    this.pool = new Pool({ allocate: (bytes) => this.#allocate(bytes), free: (buffer) => this.#free(buffer) }, type.name, mostBytes);
  }

  /** What a work item best loads at once, 0 where that is an element: compilers for processors make vectors of a group's items by themselves. */
  get loadBytes(): number {
    return this.isProcessor ? 0 : 16;
  }

  /** Local memory of processors is memory like any other. */
  get isProcessor(): boolean {
    return this.facts.kind === "cpu";
  }

  /** A fresh array, whose elements are whatever was there before. @throws OutOfMemoryError */
  array(dtype: Dtype, shape: Shape): DeviceArray<DeviceBuffer> {
    const buffer = this.pool.take(sizeOf(shape) * bytesPerElement(dtype));
    return this.type.wrap(buffer, { dtype, shape, device: this.index }, giveBack);
  }

  /** A buffer over host memory, which the caller keeps until {@link letGo} resolves; undefined where the device cannot work in it. */
  wrapHost(bytes: Uint8Array): DeviceBuffer | undefined {
    if (!this.facts.sharesHostMemory || this.driver.alignmentOf(bytes) < 16) return undefined;
    return { device: this, memory: this.#run(() => this.#native.wrap(bytes)), bytes: bytes.byteLength, host: bytes };
  }

  /** Frees a buffer that is not of the pool; resolves when nothing uses its memory any more. */
  async letGo(buffer: DeviceBuffer): Promise<void> {
    await this.ready(buffer).catch(() => {}); // Who waits for its elements is told.
    this.#quietly(() => this.#native.free(buffer.memory));
  }

  write(buffer: DeviceBuffer, from: Uint8Array | NativeHostMemory, offset = 0): Promise<void> {
    return this.#await(this.#native.write(buffer.memory, offset, from));
  }

  read(buffer: DeviceBuffer, into: Uint8Array | NativeHostMemory, offset = 0): Promise<void> {
    return this.#await(this.#native.read(buffer.memory, offset, into));
  }

  copy(from: DeviceBuffer, fromOffset: number, to: DeviceBuffer, toOffset: number, bytes: number): void {
    this.#run(() => this.#native.copy(from.memory, fromOffset, to.memory, toOffset, bytes));
  }

  fill(buffer: DeviceBuffer, value: number, bytes = buffer.bytes, offset = 0): void {
    this.#run(() => this.#native.fill(buffer.memory, offset, bytes, value));
  }

  /** When everything that was enqueued on a buffer has ended. @throws DeviceFailedError what went wrong in it */
  async ready({ memory }: DeviceBuffer): Promise<void> {
    if (!this.#run(() => this.#native.idle(memory))) await this.#await(this.#native.ready(memory));
  }

  /** A compiled program, from memory, from disk, or from the compiler. @throws KernelBuildError, DeviceLacksError */
  program(source: KernelSource): Promise<Program> {
    return this.#programs.get(source.text, () => this.#compile(source));
  }

  async close(): Promise<void> {
    await this.#programs.settled();
    await this.#native.finish().catch(() => {});
    this.pool.trim();
    this.#native.close();
  }

  async #compile(source: KernelSource): Promise<Program> {
    if (source.needsFp64 && !this.facts.fp64) throw new DeviceLacksError(this.facts.name, "double precision", source.name);
    const { name, driver, platform } = this.facts;
    const key = this.#cache.key([this.driver.name, platform, name, driver, ...this.#buildOptions, source.text]);
    const kept = this.#cache.read(key);
    const id = (kept === undefined ? undefined : this.#loadKept(kept)) ?? await this.#buildAndLoad(source, key);
    return new Program(id, source, this.isProcessor ? 64 : 256, {
      kernel: (kernel, signature) => this.#run(() => this.#native.kernel(id, kernel, signature)),
      launch: (kernel, groups, group, values) => this.#run(() => this.#native.launch(kernel, groups, group, values)),
    });
  }

  /** Not before what was launched of it has ended. */
  async #unload({ id }: Program): Promise<void> {
    await this.#native.finish().catch(() => {}); // Who waits for the results is told.
    this.#quietly(() => this.#native.unload(id));
  }

  /** What is kept on disk may be damaged or of another time. */
  #loadKept(binary: Uint8Array): number | undefined {
    try {
      return this.#native.load(binary);
    } catch {
      return undefined;
    }
  }

  async #buildAndLoad(source: KernelSource, key: string): Promise<number> {
    try {
      const binary = await this.#native.build(source.text, this.#buildOptions);
      const id = this.#native.load(binary);
      this.#cache.write(key, binary);
      return id;
    } catch (error) {
      if (isNative(error) && error.code === "BUILD_FAILED") throw readBuildLog(source, error.log);
      throw explained(this.facts.name, this.type.name, error);
    }
  }

  #allocate(bytes: number): DeviceBuffer {
    return this.#run(() => {
      if (!this.facts.sharesHostMemory) return { device: this, memory: this.#native.allocate(bytes), bytes };
      const host = this.driver.allocateAligned(bytes);
      return { device: this, memory: this.#native.wrap(host), bytes, host };
    });
  }

  /** The host's side of a shared buffer stays, by the promise, until nothing enqueued uses it. */
  #free(buffer: DeviceBuffer): void {
    if (buffer.host === undefined) this.#quietly(() => this.#native.free(buffer.memory));
    else void this.letGo(buffer);
  }

  #run<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw explained(this.facts.name, this.type.name, error);
    }
  }

  async #await(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw explained(this.facts.name, this.type.name, error);
    }
  }

  /** After the device is closed there is nothing left to free. */
  #quietly(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isNative(error) || !["CLOSED", "DEVICE_LOST"].includes(error.code)) throw error;
    }
  }
}

function giveBack(buffer: DeviceBuffer): void {
  buffer.device.pool.give(buffer);
}
