import { bytesPerElement, sizeOf, type Dtype, type Shape, type TypedArray } from "@openhcs/core";
import { DeviceLacksError } from "@openhcs/device/portable";
import { elementsPerWord } from "../wgsl/element.js";
import type { Shader } from "../wgsl/shader.js";
import type { GpuMemory, WebGpuArray } from "./gpu-array.js";
import type { OpenGpu } from "./open-gpu.js";
import { padded } from "./whole-words.js";
import { lostError } from "./error-scope.js";

/** One call of a kernel: what it makes on the way is freed with it, except what it returns. */
export class GpuWork {
  readonly device: OpenGpu;
  readonly signal: AbortSignal;
  readonly #made = new Set<WebGpuArray>();
  readonly #accepted: Promise<void>[] = [];

  constructor(device: OpenGpu, signal: AbortSignal) {
    this.device = device;
    this.signal = signal;
  }

  /** A fresh array, for results and for what lies between; its elements are whatever was there before. @throws OutOfMemoryError */
  array(dtype: Dtype, shape: Shape): WebGpuArray {
    const made = this.device.array(dtype, shape);
    this.#made.add(made);
    this.#await(made.buffer.made);
    return made;
  }

  /** A fresh array of zeroed bytes. */
  zeros(dtype: Dtype, shape: Shape): WebGpuArray {
    const made = this.array(dtype, shape);
    this.#await(this.device.clear(made.buffer, made.bytes));
    return made;
  }

  /** A fresh array of another's elements. */
  copy({ dtype, shape, bytes, buffer }: WebGpuArray): WebGpuArray {
    const made = this.array(dtype, shape);
    this.#await(this.device.copy(buffer, 0, made.buffer, 0, bytes));
    return made;
  }

  /** A table of the host, such as weights or offsets, on the device. */
  table(data: TypedArray, dtype: Dtype): WebGpuArray {
    return this.filled(dtype, [data.length], new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** A fresh array of bytes of the host, which are read before this returns. */
  filled(dtype: Dtype, shape: Shape, bytes: Uint8Array): WebGpuArray {
    const made = this.array(dtype, shape);
    this.#await(this.device.write(made.buffer, bytes));
    return made;
  }

  /**
   * Launches one item for each of `items`, every array bound whole.
   *
   * @param arrays in the shader's order
   * @param numbers by the shader's names
   * @throws DeviceLacksError where the device binds no array of that size
   */
  async launch(shader: Shader, arrays: readonly WebGpuArray[], numbers: Readonly<Record<string, number>>, items: number): Promise<void> {
    if (items === 0) return;
    const program = await this.#program(shader);
    const bindings = arrays.map((array) => this.#binding(array, 0, array.bytes));
    this.#await(this.device.launch(program, bindings, shader.pack(numbers), Math.ceil(items / shader.groupSize)));
  }

  /** Launches a shader of `gather`, whose output is the last array. @throws DeviceLacksError */
  gather(shader: Shader, arrays: readonly WebGpuArray[], numbers: Readonly<Record<string, number>> = {}): Promise<void> {
    const out = arrays.at(-1) as WebGpuArray;
    const size = sizeOf(out.shape);
    return this.launch(shader, arrays, { ...numbers, size }, Math.ceil(size / elementsPerWord(out.dtype)));
  }

  /**
   * Launches a shader that makes every element from those at the same place, in as many pieces as the device's bindings need.
   *
   * @param arrays of equal numbers of elements, the output last
   */
  async gatherInPieces(shader: Shader, arrays: readonly WebGpuArray[], numbers: Readonly<Record<string, number>> = {}): Promise<void> {
    const size = sizeOf((arrays.at(-1) as WebGpuArray).shape);
    if (size === 0) return;
    const program = await this.#program(shader);
    const widths = arrays.map(({ dtype }) => bytesPerElement(dtype));
    const piece = Math.floor(this.device.mostBound / Math.max(...widths) / pieceElements) * pieceElements;
    const perItem = 4 / (widths.at(-1) as number);
    for (let from = 0; from < size; from += piece) {
      const count = Math.min(piece, size - from);
      const bindings = arrays.map((array, at) => this.#binding(array, from * (widths[at] as number), count * (widths[at] as number)));
      this.#await(this.device.launch(program, bindings, shader.pack({ ...numbers, size: count }), Math.ceil(count / perItem / shader.groupSize)));
    }
  }

  /** Launches a program of a user's on a grid of groups, every array bound whole, and numbers as they lie in memory. */
  async dispatch(shader: Shader, resources: readonly (WebGpuArray | ArrayBuffer)[], grid: readonly number[]): Promise<void> {
    const program = await this.#program(shader);
    const uniforms: GPUBuffer[] = [];
    const bindings = resources.map((resource) => {
      if (!(resource instanceof ArrayBuffer)) return this.#binding(resource, 0, resource.bytes);
      const buffer = this.device.uniform(resource);
      uniforms.push(buffer);
      return { buffer };
    });
    this.#await(this.device.dispatch(program, bindings, grid));
    for (const buffer of uniforms) buffer.destroy(); // What was submitted keeps it.
  }

  /** Elements of a small array, such as a count or a histogram, when they are there. */
  async read(array: WebGpuArray): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(array.bytes);
    await this.device.readback.read(array.buffer, bytes);
    this.signal.throwIfAborted();
    return bytes;
  }

  /** Frees an array before the call ends. */
  free(array: WebGpuArray): void {
    this.#made.delete(array);
    array.dispose();
  }

  /** When the device has taken everything that was given to it. @throws OutOfMemoryError, DeviceFailedError */
  async accepted(): Promise<void> {
    await Promise.all(this.#accepted);
  }

  /** Frees everything but what is returned. */
  end(returned: readonly unknown[]): void {
    for (const array of this.#made) if (!returned.includes(array)) array.dispose();
    this.#made.clear();
  }

  #program(shader: Shader): ReturnType<OpenGpu["program"]> {
    this.signal.throwIfAborted();
    return this.device.program(shader);
  }

  #await(accepted: Promise<void> | undefined): void {
    if (accepted !== undefined) this.#accepted.push(accepted);
  }

  #binding({ buffer, dtype, shape }: { readonly buffer: GpuMemory; readonly dtype: Dtype; readonly shape: Shape }, offset: number, bytes: number): GPUBufferBinding {
    if (buffer.device !== this.device) throw lostError(this.device.name, "the array was on a device before this one");
    const most = this.device.mostBound;
    if (bytes > most) throw new DeviceLacksError(this.device.name, `binding of ${bytes} bytes`, `an array of ${dtype}, [${shape.join(", ")}], that is bound whole (at most ${most} bytes are)`);
    return { buffer: buffer.gpu, offset, size: padded(bytes) };
  }
}

/** Bindings begin at multiples of 256 bytes, whatever the width of elements. */
const pieceElements = 256;


/** Runs a call to its end: all made but what it returns is freed, also where it fails. */
export async function worked<Returned>(device: OpenGpu, signal: AbortSignal, run: (work: GpuWork) => Promise<Returned> | Returned): Promise<Returned> {
  const work = new GpuWork(device, signal);
  let kept: readonly unknown[] = [];
  try {
    const returned = await run(work);
    await work.accepted();
    kept = typeof returned === "object" && returned !== null ? [returned, ...Object.values(returned)] : [];
    return returned;
  } finally {
    work.end(kept);
  }
}
