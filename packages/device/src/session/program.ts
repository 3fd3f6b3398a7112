import { isNdArray, type DeviceArray } from "@openhcs/core";
import type { KernelSource } from "../dialect/kernel-source.js";
import type { DeviceBuffer } from "./device-buffer.js";

/** What a kernel takes: memory, a number, or no memory. */
export type KernelArgument = DeviceArray<DeviceBuffer> | DeviceBuffer | number | null;

/** How work is laid out: items per axis (x first), in groups. */
export interface Extent {
  readonly items: readonly number[];
  /** Work items of a group per axis; default: a row of the device's usual size. */
  readonly group?: readonly number[];
}

/** What a device does with a program that it loaded. */
export interface Launcher {
  kernel(name: string, signature: string): number;
  launch(kernel: number, groups: readonly number[], group: readonly number[], values: readonly number[]): void;
}

/** A compiled program, whose kernels are launched by name. */
export class Program {
  /** The number by which the driver knows it. */
  readonly id: number;
  readonly #source: KernelSource;
  readonly #usualGroup: number;
  readonly #launcher: Launcher;
  readonly #kernels = new Map<string, number>();

  constructor(id: number, source: KernelSource, usualGroup: number, launcher: Launcher) {
    this.id = id;
    this.#source = source;
    this.#usualGroup = usualGroup;
    this.#launcher = launcher;
  }

  /** Enqueues a kernel; groups are whole, so that it must check its index against the items. Nothing happens where there are none. @throws DeviceFailedError, OutOfMemoryError */
  launch(name: string, extent: number | Extent, values: readonly KernelArgument[]): void {
    const { items, group = [this.#usualGroup] } = typeof extent === "number" ? { items: [extent] } : extent;
    if (items.includes(0)) return;
    const kernel = this.#kernel(name);
    const groups = items.map((count, axis) => Math.ceil(count / (group[axis] ?? 1)));
    this.#launcher.launch(kernel, groups, group, values.map(valueOf));
  }

  #kernel(name: string): number {
    let kernel = this.#kernels.get(name);
    if (kernel === undefined) {
      const signature = this.#source.signatures.get(name);
      if (signature === undefined) throw new Error(`${this.#source.name} has no kernel "${name}"; there are ${[...this.#source.signatures.keys()].join(", ")}.`);
      kernel = this.#launcher.kernel(name, signature);
      this.#kernels.set(name, kernel);
    }
    return kernel;
  }
}

function valueOf(argument: KernelArgument): number {
  if (typeof argument === "number") return argument;
  if (argument === null) return 0;
  if (isNdArray(argument)) throw new Error("a kernel takes arrays of its device, not host arrays; upload them first.");
  return "buffer" in argument ? argument.buffer.memory : argument.memory;
}
