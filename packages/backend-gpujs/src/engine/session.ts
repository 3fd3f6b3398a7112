import { BackendFailedError } from "@openhcs/core";
import type { GPU, IGPUKernelSettings, IKernelRunShortcut } from "gpu.js";
import { flattened, type Extents } from "./extents.js";
import type { GpuJs } from "./load.js";
import type { Mode } from "./modes.js";

/** Kernels that stay compiled, each for its text and the extents of its arrays. */
const mostKernels = 200;

/** What a kernel is given: an array as its parameters index it, or a number. */
export type Argument = number | { readonly elements: Float32Array; readonly extents: Extents };

export interface Launch {
  /** A function in the language of gpu.js. */
  readonly source: string;
  /** By name, in the order of the function's parameters. */
  readonly args: Readonly<Record<string, Argument>>;
  /** Threads along x, y and z; each makes one element. */
  readonly output: Extents;
}

export interface Result {
  /** Undefined where the kernel gave something else than numbers. */
  readonly elements: Float32Array | undefined;
  /** In which mode it really ran, and why not in that of the session. */
  readonly mode: string;
  readonly fallbackReason: string | undefined;
}

/** gpu.js at work: an instance of it in one mode, and the kernels that it compiled. */
export class GpuJsSession {
  readonly mode: Mode;
  readonly #library: GpuJs;
  readonly #gpu: GPU;
  readonly #kernels = new Map<string, IKernelRunShortcut>();
  /** Those that ran, so that what they throw is no complaint about their text. */
  readonly #proven = new WeakSet<IKernelRunShortcut>();

  constructor(library: GpuJs, mode: Mode) {
    this.mode = mode;
    this.#library = library;
    this.#gpu = new library.GPU({ mode });
  }

  /** @throws what gpu.js says of a text that it does not take; BackendFailedError where the kernel has run before */
  async run({ source, args, output }: Launch): Promise<Result> {
    const kernel = this.#kernel(source, args, output);
    const values = Object.values(args).map((argument) => (typeof argument === "number" ? argument : this.#library.input(argument.elements, [...argument.extents])));
    const made = await this.#launched(kernel, values);
    const { fallbackReason, constructor } = kernel.kernel as unknown as { readonly fallbackReason: string | null; readonly constructor: { readonly mode: string } };
    return { elements: flattened(made, output), mode: constructor.mode, fallbackReason: fallbackReason ?? undefined };
  }

  async #launched(kernel: IKernelRunShortcut, values: readonly unknown[]): Promise<unknown> {
    try {
      const made = await kernel(...values as never[]) as unknown;
      this.#proven.add(kernel);
      return made;
    } catch (error) {
      throw this.#proven.has(kernel) ? new BackendFailedError("gpujs", "kernel", error) : error;
    }
  }

  async close(): Promise<void> {
    this.#kernels.clear();
    await this.#gpu.destroy();
  }

  #kernel(source: string, args: Launch["args"], output: Extents): IKernelRunShortcut {
    const shapes = Object.values(args).map((argument) => (typeof argument === "number" ? "" : String(argument.extents)));
    const key = [source, String(output), ...shapes].join("\0");
    const known = this.#kernels.get(key);
    this.#kernels.delete(key);
    const kernel = known ?? this.#gpu.createKernel(source, settings(args, output));
    this.#kernels.set(key, kernel);
    const [oldest] = this.#kernels;
    if (this.#kernels.size > mostKernels && oldest !== undefined) this.#forget(...oldest);
    return kernel;
  }

  /** Some of its kernels gpu.js keeps in its own list, destroyed or not. */
  #forget(key: string, kernel: IKernelRunShortcut): void {
    this.#kernels.delete(key);
    kernel.destroy();
    const { kernels } = this.#gpu as unknown as { readonly kernels: unknown[] };
    for (let at = kernels.length - 1; at >= 0; at--) if (kernels[at] === kernel.kernel) kernels.splice(at, 1);
  }
}

/** Numbers are floats whatever their value, for gpu.js would make integers of whole ones and compile anew. */
function settings(args: Launch["args"], output: Extents): IGPUKernelSettings {
  const argumentTypes = Object.fromEntries(Object.entries(args).map(([name, argument]) => [name, typeof argument === "number" ? "Float" : "Input"]));
  return { output: [...output], precision: "single", immutable: true, argumentTypes: argumentTypes as never };
}
