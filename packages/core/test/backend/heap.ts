import { defineBackend, deviceMemory, OutOfMemoryError, type NdArray, type Backend, type BackendSpec, type Cost, type DeviceArray, type DeviceMemory, type DeviceMemoryOptions, type Kernel } from "@openhcs/core";

export type HeapArray = DeviceArray<number>;

export interface HeapOptions extends Omit<DeviceMemoryOptions<number>, "name"> {
  readonly devices?: readonly number[];
  readonly capacityBytes?: number;
  /** Of both transfers between the heap and the host. */
  readonly cost?: Cost;
}

/** A small device: numbered buffers of its own that only its transfers and kernels reach, with a capacity and a free list. */
export class Heap {
  readonly memory: DeviceMemory<number>;
  readonly options: HeapOptions;
  /** What happened, in order: "open", "upload", "download", "kernel", "trim", "close". */
  readonly log: string[] = [];
  readonly #buffers = new Map<number, NdArray>();
  #next = 1;
  pooledBytes = 0;
  capacityBytes: number;

  constructor(name: string, options: HeapOptions = {}) {
    const { devices: _, capacityBytes = Infinity, cost: __, ...memory } = options;
    this.options = options;
    this.capacityBytes = capacityBytes;
    this.memory = deviceMemory<number>({ name, ...memory });
  }

  get name(): string {
    return this.memory.name;
  }

  /** Buffers that nobody has freed. */
  get live(): number {
    return this.#buffers.size;
  }

  count(event: string): number {
    return this.log.filter((each) => each === event).length;
  }

  store(array: NdArray, device = 0): HeapArray {
    const used = [...this.#buffers.values()].reduce((total, { bytes }) => total + bytes, this.pooledBytes);
    if (used + array.bytes > this.capacityBytes) throw new OutOfMemoryError(this.name, { requestedBytes: array.bytes });
    const buffer = this.#next++;
    this.#buffers.set(buffer, array.copy());
    return this.memory.wrap(buffer, { dtype: array.dtype, shape: array.shape, device }, (freed) => { this.#buffers.delete(freed); });
  }

  load(array: HeapArray): NdArray {
    const held = this.#buffers.get(array.buffer);
    if (held === undefined) throw new Error(`buffer ${array.buffer} was freed`);
    const copy = held.copy();
    const shaped = copy.reshape(array.shape);
    copy.dispose();
    return shaped;
  }

  /** Allocates its output on the heap, computed as on the host. */
  kernel(name: string, compute: (arrays: Record<string, NdArray>, parameters: Record<string, unknown>) => NdArray, traits: Partial<Kernel> = {}): Kernel {
    return {
      function: name, memoryType: this.name, cost: { latencyUs: 5, gbPerSec: 100 },
      run: (inputs: Record<string, HeapArray>, parameters: Record<string, unknown>, { device }) => {
        this.log.push("kernel");
        const host = Object.fromEntries(Object.entries(inputs).map(([input, array]) => [input, this.load(array)]));
        return this.store(compute(host, parameters), device);
      },
      ...traits,
    };
  }

  backend(overrides: Partial<BackendSpec> = {}): Backend {
    const { devices, cost = { latencyUs: 10, gbPerSec: 10 } } = this.options;
    return defineBackend((): BackendSpec => ({
      name: this.name,
      memoryTypes: [this.memory],
      ...(devices === undefined ? {} : { devices }),
      transfers: [
        { from: "ndarray", to: this.name, cost, copies: true, run: (array: NdArray, { device }) => { this.log.push("upload"); return this.store(array, device); } },
        { from: this.name, to: "ndarray", cost, copies: true, run: (array: HeapArray) => { this.log.push("download"); return this.load(array); } },
      ],
      probe: () => true,
      open: () => { this.log.push("open"); return { heap: this.name }; },
      close: () => { this.log.push("close"); },
      trim: () => { this.log.push("trim"); this.pooledBytes = 0; },
      ...overrides,
    }))();
  }
}

/** A direct way between two heaps. */
export function link(from: Heap, to: Heap, cost: Cost) {
  return { from: from.name, to: to.name, cost, copies: true, run: (array: HeapArray, { device }: { readonly device: number }) => to.store(from.load(array), device) };
}
