import { bytesPerElement, messageOf, OutOfMemoryError, sizeOf, type DeviceMemory, type Dtype, type Shape } from "@openhcs/core";
import { Pool, Recent } from "@openhcs/device/portable";
import type { Shader } from "../wgsl/shader.js";
import { lostError, scoped, type Scoped } from "./error-scope.js";
import type { GpuMemory, WebGpuArray } from "./gpu-array.js";
import { compile, type Program } from "./program.js";
import { mostAtOnce, padded, wholeWords } from "./whole-words.js";
import { Readback } from "./readback.js";

/** Far more than all kernels of the library on all dtypes that one program uses. */
const mostPrograms = 2000;

const usage = { copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;

/** Bytes that the numbers of a launch may take. */
const numberBytes = 1024;

export interface GpuLimits {
  /** What arrays and idle buffers may take; by default the size of the largest buffer, for WebGPU tells of no memory. */
  readonly memoryLimit?: number | undefined;
  /** What a launch may bind of an array; by default as much as the device binds. */
  readonly bindingLimit?: number | undefined;
}

/** A device at work: its pool of memory, its programs, and what is enqueued on it. */
export class OpenGpu {
  readonly gpu: GPUDevice;
  readonly name: string;
  readonly type: DeviceMemory<GpuMemory>;
  readonly pool: Pool<GpuMemory>;
  readonly limits: GPUSupportedLimits;
  /** Bytes of an array that a launch binds. */
  readonly mostBound: number;
  readonly readback: Readback;
  readonly #numbers: GPUBuffer;
  readonly #programs = new Recent<Promise<Program>>(mostPrograms);
  #lost: string | undefined;

  constructor(gpu: GPUDevice, type: DeviceMemory<GpuMemory>, { memoryLimit = gpu.limits.maxBufferSize, bindingLimit = Infinity }: GpuLimits) {
    this.gpu = gpu;
    this.type = type;
    this.limits = gpu.limits;
    this.mostBound = Math.min(bindingLimit, gpu.limits.maxStorageBufferBindingSize);
    this.name = `webgpu device ${gpu.adapterInfo?.description || gpu.adapterInfo?.device || "0"}`;
    this.pool = new Pool<GpuMemory>({ allocate: (bytes) => this.#allocate(bytes), free: ({ gpu: buffer }) => buffer.destroy() }, "webgpu", memoryLimit);
    this.readback = new Readback(this);
    this.#numbers = gpu.createBuffer({ size: numberBytes, usage: usage.uniform | usage.copyTarget });
    void gpu.lost.then(({ message, reason }) => { this.#lost = message || reason || "for no given reason"; });
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** @throws DeviceFailedError */
  check(): void {
    if (this.#lost !== undefined) throw lostError(this.name, this.#lost);
  }

  /** A fresh array, whose elements are whatever was there before; `accepted` of its memory tells whether it is there. @throws OutOfMemoryError */
  array(dtype: Dtype, shape: Shape): WebGpuArray {
    this.check();
    const memory = this.pool.take(Math.max(4, sizeOf(shape) * bytesPerElement(dtype)));
    return this.type.wrap(memory, { dtype, shape, device: 0 }, giveBack);
  }

  /** Enqueues a write of bytes from the host, which are read before this returns. */
  write({ gpu }: GpuMemory, bytes: Uint8Array): Promise<void> {
    return this.do(() => {
      for (let from = 0; from < bytes.byteLength; from += mostAtOnce) this.gpu.queue.writeBuffer(gpu, from, wholeWords(bytes.subarray(from, from + mostAtOnce)));
    }).accepted;
  }

  /** Enqueues a copy; what is left of a word at the end takes what stands behind it along. */
  copy(from: GpuMemory, fromOffset: number, to: GpuMemory, toOffset: number, bytes: number): Promise<void> {
    return this.do(() => {
      const encoder = this.gpu.createCommandEncoder();
      encoder.copyBufferToBuffer(from.gpu, fromOffset, to.gpu, toOffset, padded(bytes));
      this.gpu.queue.submit([encoder.finish()]);
    }).accepted;
  }

  /** Enqueues zeros. */
  clear({ gpu }: GpuMemory, bytes: number): Promise<void> {
    return this.do(() => {
      const encoder = this.gpu.createCommandEncoder();
      encoder.clearBuffer(gpu, 0, padded(bytes));
      this.gpu.queue.submit([encoder.finish()]);
    }).accepted;
  }

  /** The program of a shader, compiled at its first need. @throws KernelBuildError */
  program(shader: Shader): Promise<Program> {
    this.check();
    return this.#programs.get(shader.text, () => {
      const compiling = compile(this.gpu, this.name, shader);
      compiling.catch(() => this.#programs.forget(shader.text, compiling));
      return compiling;
    });
  }

  /** Enqueues one launch of whole groups. Numbers are written before it in the queue's order, so that all launches share their buffer. */
  launch(program: Program, bindings: readonly GPUBufferBinding[], numbers: ArrayBuffer, groups: number): Promise<void> {
    if (program.hasNumbers) this.gpu.queue.writeBuffer(this.#numbers, 0, numbers);
    const resources = program.hasNumbers ? [...bindings, { buffer: this.#numbers, offset: 0, size: numbers.byteLength }] : bindings;
    return this.dispatch(program, resources, gridOf(groups, this.limits.maxComputeWorkgroupsPerDimension));
  }

  /** Enqueues a program on a grid of groups. */
  dispatch({ pipeline, layout }: Program, resources: readonly GPUBufferBinding[], [x = 1, y = 1, z = 1]: readonly number[]): Promise<void> {
    return this.do(() => {
      const bindGroup = this.gpu.createBindGroup({ layout, entries: resources.map((resource, binding) => ({ binding, resource })) });
      const encoder = this.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(x, y, z);
      pass.end();
      this.gpu.queue.submit([encoder.finish()]);
    }).accepted;
  }

  /** A buffer for numbers that a kernel of a user's takes, which its caller destroys. */
  uniform(bytes: ArrayBuffer): GPUBuffer {
    const buffer = this.gpu.createBuffer({ size: bytes.byteLength, usage: usage.uniform, mappedAtCreation: true });
    new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(bytes));
    buffer.unmap();
    return buffer;
  }

  /** Something at once, whose faults are told by `accepted`. */
  do<Result>(work: () => Result): Scoped<Result> {
    this.check();
    return scoped(this.gpu, this.name, work);
  }

  /** When everything that was enqueued has ended. */
  async ready(): Promise<void> {
    this.check();
    try {
      await this.gpu.queue.onSubmittedWorkDone();
    } catch (error) {
      throw lostError(this.name, messageOf(error), error);
    }
    this.check();
  }

  close(): void {
    this.pool.trim();
    this.readback.trim();
    this.#numbers.destroy();
  }

  #allocate(size: number): GpuMemory {
    const bytes = padded(size);
    const { maxBufferSize } = this.limits;
    if (bytes > maxBufferSize) throw new OutOfMemoryError("webgpu", { requestedBytes: bytes, detail: `a buffer has ${maxBufferSize} bytes at most` });
    const { result: gpu, accepted } = this.do(() => this.gpu.createBuffer({ size: bytes, usage: usage.storage | usage.copySource | usage.copyTarget }));
    const memory: GpuMemory = { device: this, gpu, bytes: size, made: accepted };
    accepted.then(() => { memory.made = undefined; }, () => this.pool.keepOut(memory));
    return memory;
  }
}

function giveBack(memory: GpuMemory): void {
  memory.device.pool.give(memory);
}

/** Groups in two axes, of which each has a limit; a few more than asked for. */
function gridOf(groups: number, most: number): readonly [number, number] {
  return groups <= most ? [groups, 1] : [most, Math.ceil(groups / most)];
}
