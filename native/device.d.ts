import type { NativeHostMemory, NativeInterchange, NativeLocation } from "./interchange.js";

export type * from "./interchange.js";

/** What a driver says of one device. */
export interface NativeDeviceFacts {
  readonly name: string;
  readonly vendor: string;
  readonly platform: string;
  /** Version of the driver. */
  readonly driver: string;
  /** Empty where the driver has none. */
  readonly uuid: string;
  readonly kind: "cpu" | "gpu" | "accelerator";
  /** What a compiler is told to build for, "sm_90"; empty where it finds out by itself. */
  readonly architecture: string;
  readonly memoryBytes: number;
  readonly mostAllocationBytes: number;
  /** Local (shared) memory of a work group. */
  readonly localBytes: number;
  readonly computeUnits: number;
  readonly mostGroupSize: number;
  /** Work items that run in step. */
  readonly lanes: number;
  readonly fp64: boolean;
  /** Whether it works in the host's memory, so that `wrap` copies nothing. */
  readonly sharesHostMemory: boolean;
}

/** What an error of a device says by its `code`; its `status` is the driver's own name, its `log` what the compiler said. */
export type NativeDeviceErrorCode =
  | "NO_DRIVER" | "NO_DEVICE" | "OUT_OF_MEMORY" | "BUILD_FAILED" | "INVALID_ARGUMENT" | "DEVICE_LOST" | "UNSUPPORTED" | "CLOSED" | "DRIVER" | "INTERNAL";

export interface NativeDeviceError extends Error {
  readonly code: NativeDeviceErrorCode;
  readonly status: string;
  readonly log: string;
}

export interface NativeDriverOptions {
  /** Path of the driver's library instead of its usual names. */
  readonly library?: string | undefined;
  /** Path of the run-time compiler, where that is a library of its own (NVRTC). */
  readonly compiler?: string | undefined;
}

/**
 * An opened device. Memories, programs and kernels are numbers that mean something to it alone; 0 is none of them.
 *
 * What is enqueued runs in order as far as it touches the same memory.
 */
export interface NativeDevice {
  readonly facts: NativeDeviceFacts;
  allocate(bytes: number): number;
  /** Host memory used in place; keep it alive until it is freed and what was enqueued on it is `ready`. */
  wrap(bytes: ArrayBufferView | NativeHostMemory): number;
  free(memory: number): void;
  /** @param own as the device has it, also where the host has the same memory */
  locate(memory: number, own: boolean): NativeLocation;
  /** Memory of somebody else used in place; keep it until it is freed and what was enqueued on it is `ready`. */
  adopt(location: NativeLocation, offset: number, bytes: number): number;
  /** Memory that `processHandle` takes. @throws UNSUPPORTED */
  allocateForProcesses(bytes: number): number;
  /** What another process opens the memory by, and where in that it begins. */
  processHandle(memory: number): { readonly bytes: Uint8Array; readonly offset: number };
  openProcessHandle(handle: Uint8Array, offset: number, bytes: number): number;
  /** Whether `copyFrom` takes memory of the other device. */
  links(other: NativeDevice): boolean;
  /** Enqueues a copy from another device, in order with what is enqueued on both memories. */
  copyFrom(other: NativeDevice, from: number, fromOffset: number, to: number, toOffset: number, bytes: number): void;
  write(memory: number, offset: number, from: ArrayBufferView | NativeHostMemory): Promise<void>;
  read(memory: number, offset: number, into: ArrayBufferView | NativeHostMemory): Promise<void>;
  copy(from: number, fromOffset: number, to: number, toOffset: number, bytes: number): void;
  fill(memory: number, offset: number, bytes: number, value: number): void;
  /** Whether everything that was enqueued on the memory has ended well, so that `ready` would not wait. */
  idle(memory: number): boolean;
  /** Resolves when everything that was enqueued on the memory has ended; rejects with what went wrong in it. */
  ready(memory: number): Promise<void>;
  /** Compiles, off this thread, to a binary for this device and driver. Rejects with BUILD_FAILED and the compiler's log. */
  build(source: string, options: readonly string[]): Promise<Uint8Array>;
  load(binary: Uint8Array): number;
  unload(program: number): void;
  /** @param signature one letter per argument: m memory, i int32, u uint32, l int64, f float, d double, s local memory of so many bytes (CUDA gives its offset within that of the launch) */
  kernel(program: number, name: string, signature: string): number;
  /** Enqueues `groups` work groups of `group` work items each, in up to three dimensions. */
  launch(kernel: number, groups: readonly number[], group: readonly number[], values: readonly number[]): void;
  finish(): Promise<void>;
  close(): void;
}

/** What an addon of a driver offers. */
export interface NativeDriver {
  readonly name: string;
  readonly interchange: NativeInterchange;
  /** @throws NO_DRIVER, NO_DEVICE with the reason */
  devices(options?: NativeDriverOptions): readonly NativeDeviceFacts[];
  open(index: number, options?: NativeDriverOptions): NativeDevice;
  /** Zeroed bytes from a page's beginning on, which devices that work in the host's memory take as they are. */
  allocateAligned(bytes: number): Uint8Array;
  /** The largest power of two, 4096 at most, that the address of the first byte is a multiple of. */
  alignmentOf(bytes: Uint8Array): number;
  /**
   * Compiles with no device or driver, for the architecture that an option names. Only where the compiler is a library of its own.
   *
   * Resolves to machine code for `--gpu-architecture=sm_90`, to PTX otherwise; rejects with BUILD_FAILED and the compiler's log.
   */
  compile?(source: string, options: readonly string[], driver?: Pick<NativeDriverOptions, "compiler">): Promise<Uint8Array>;
  /**
   * "11.8"
   * @throws UNSUPPORTED where there is none, with what was tried
   */
  compilerVersion?(driver?: Pick<NativeDriverOptions, "compiler">): string;
}
