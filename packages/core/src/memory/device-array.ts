import { DisposedError, InvalidArrayError } from "../array/array-errors.js";
import { bytesPerElement, type Dtype } from "../array/dtype.js";
import { checkShape, sizeOf } from "../array/layout.js";
import { Storage } from "../array/storage.js";
import type { ScalingPolicy } from "../dtype-rule/policy.js";
import type { ExportForm, ImportForm } from "./interchange-form.js";
import type { MemoryType } from "./memory-type.js";

const brand = Symbol.for("openhcs.device-array");

/** A packed array in a backend's own memory: a handle on a counted buffer. */
export class DeviceArray<Buffer = unknown> {
  readonly [brand] = true;
  readonly memoryType: string;
  readonly device: number;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly #storage: Storage<Buffer>;
  #disposed = false;

  constructor({ memoryType, device = 0, dtype, shape }: { readonly memoryType: string; readonly device?: number; readonly dtype: Dtype; readonly shape: readonly number[] }, storage: Storage<Buffer>) {
    this.memoryType = memoryType;
    this.device = device;
    this.dtype = dtype;
    this.shape = Object.freeze([...shape]);
    this.#storage = storage;
  }

  /** What the backend made of it: a handle, a pointer, a buffer object. */
  get buffer(): Buffer {
    return this.storage.elements;
  }

  get storage(): Storage<Buffer> {
    if (this.#disposed) throw new DisposedError(this.toString());
    return this.#storage;
  }

  get bytes(): number {
    return sizeOf(this.shape) * bytesPerElement(this.dtype);
  }

  /** Another handle on the same buffer. */
  retain(): DeviceArray<Buffer> {
    return new DeviceArray(this, this.storage.retain());
  }

  /** Another handle on the same buffer, in another shape of as many elements. @throws InvalidArrayError */
  reshape(shape: readonly number[]): DeviceArray<Buffer> {
    checkShape(shape);
    if (sizeOf(shape) !== sizeOf(this.shape)) throw new InvalidArrayError(`cannot reshape [${this.shape.join(", ")}] to [${shape.join(", ")}].`);
    const { memoryType, device, dtype } = this;
    return new DeviceArray({ memoryType, device, dtype, shape }, this.storage.retain());
  }

  /** Releases this handle; the buffer is freed with the last one. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#storage.release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `${this.memoryType}:${this.device} array(${this.dtype}, [${this.shape.join(", ")}])`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

export interface DeviceMemoryOptions<Buffer> {
  readonly name: string;
  readonly dtypes?: readonly Dtype[];
  /** Starter source for a custom function on this memory type. */
  readonly template?: string;
  readonly exports?: readonly ExportForm<DeviceArray<Buffer>>[];
  readonly imports?: readonly ImportForm<DeviceArray<Buffer>>[];
  /** Both together let calls be made plane by plane, as in {@link MemoryType}. */
  plane?(array: DeviceArray<Buffer>, at: number): DeviceArray<Buffer> | Promise<DeviceArray<Buffer>>;
  stack?(arrays: readonly DeviceArray<Buffer>[]): DeviceArray<Buffer> | Promise<DeviceArray<Buffer>>;
  /** Both together let the dtype rule be applied on the device, as in {@link MemoryType}. */
  converts?(from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean;
  convert?(array: DeviceArray<Buffer>, dtype: Dtype, scaling: ScalingPolicy): DeviceArray<Buffer> | Promise<DeviceArray<Buffer>>;
  settled?(array: DeviceArray<Buffer>): Promise<void>;
}

/** A memory type whose values are {@link DeviceArray}s over a backend's buffers. */
export interface DeviceMemory<Buffer> extends MemoryType<DeviceArray<Buffer>> {
  /** The first handle on a fresh buffer; `free` must not refer to the array, or a forgotten one could never be collected. */
  wrap(buffer: Buffer, spec: { readonly dtype: Dtype; readonly shape: readonly number[]; readonly device?: number }, free: (buffer: Buffer) => void): DeviceArray<Buffer>;
}

export function deviceMemory<Buffer>(options: DeviceMemoryOptions<Buffer>): DeviceMemory<Buffer> {
  const { name } = options;
  return Object.freeze({
    ...options,
    is: (value: unknown): value is DeviceArray<Buffer> =>
      typeof value === "object" && value !== null && brand in value && (value as DeviceArray).memoryType === name,
    spec: ({ dtype, shape, device, bytes }: DeviceArray<Buffer>) => ({ dtype, shape, memoryType: name, device, bytes }),
    retain: (array: DeviceArray<Buffer>) => array.retain(),
    dispose: (array: DeviceArray<Buffer>) => array.dispose(),
    reshape: (array: DeviceArray<Buffer>, shape: readonly number[]) => array.reshape(shape),
    onFree: (array: DeviceArray<Buffer>, action: () => void) => array.storage.onFree(action),
    wrap: (buffer: Buffer, spec: { readonly dtype: Dtype; readonly shape: readonly number[]; readonly device?: number }, free: (buffer: Buffer) => void) =>
      new DeviceArray({ ...spec, memoryType: name }, new Storage(buffer, sizeOf(spec.shape) * bytesPerElement(spec.dtype), free)),
  });
}
