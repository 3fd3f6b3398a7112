import { isNdArray, type DeviceArray } from "@openhcs/core";
import type { NativeDevice } from "@openhcs/native/device";
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

/** A compiled program, whose kernels are launched by name. */
export class Program {
  readonly #native: NativeDevice;
  readonly #id: number;
  readonly #source: KernelSource;
  readonly #usualGroup: number;
  readonly #kernels = new Map<string, { readonly id: number; readonly signature: string }>();

  constructor(native: NativeDevice, id: number, source: KernelSource, usualGroup: number) {
    this.#native = native;
    this.#id = id;
    this.#source = source;
    this.#usualGroup = usualGroup;
  }

  /** Enqueues a kernel; groups are whole, so that it must check its index against the items. Nothing happens where there are none. */
  launch(name: string, extent: number | Extent, values: readonly KernelArgument[]): void {
    const { items, group = [this.#usualGroup] } = typeof extent === "number" ? { items: [extent] } : extent;
    if (items.includes(0)) return;
    const { id } = this.#kernel(name);
    const groups = items.map((count, axis) => Math.ceil(count / (group[axis] ?? 1)));
    this.#native.launch(id, groups, group, values.map(valueOf));
  }

  #kernel(name: string): { readonly id: number; readonly signature: string } {
    let kernel = this.#kernels.get(name);
    if (kernel === undefined) {
      const signature = this.#source.signatures.get(name);
      if (signature === undefined) throw new Error(`${this.#source.name} has no kernel "${name}"; there are ${[...this.#source.signatures.keys()].join(", ")}.`);
      kernel = { id: this.#native.kernel(this.#id, name, signature), signature };
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
