import type { Dtype } from "../array/dtype.js";
import type { RawKernelSource } from "../backend/raw-kernel.js";
import { OpenHcsError } from "../errors/openhcs-error.js";
import { NoRuntimeError } from "../function/function-errors.js";
import type { AnyArray } from "../memory/memory-type.js";
import { ambientCall } from "./ambient.js";

/** How a kernel is launched. */
export interface RawKernelOptions {
  /** Work items, or how many per axis, x first. Default: one for each element of the first output. */
  readonly items?: number | readonly number[];
  /** Work items of a group per axis. Default: a row of the device's usual size. */
  readonly group?: number | readonly number[];
  /** Dtype and shape of outputs by name. Default: the type that the kernel writes, and the shape of the first array that it is given. */
  readonly output?: Readonly<Record<string, { readonly dtype?: Dtype; readonly shape?: readonly number[] }>>;
}

export interface UserKernelOptions {
  /** Which kernel of the source; needed where there are several. */
  readonly name?: string;
}

/**
 * A kernel of one's own: takes its arrays and numbers by the names that they have in the source, and gives what it writes, an array or, where
 * there are several, all of them by name. Only in the body of a call of a runtime.
 */
export interface UserKernel {
  /**
   * @param args arrays of any memory type, which are moved to the kernel's, and numbers. An array for what the kernel writes stays as it is:
   * the kernel is given a copy, which the call gives back changed.
   */
  <Outputs extends object = AnyArray>(args: Readonly<Record<string, object | number>>, options?: RawKernelOptions): Promise<Outputs>;
}

export function userKernel(kernel: RawKernelSource): UserKernel {
  if (typeof kernel.source !== "string") throw new TypeError(`a kernel is made of its source, ${kernel.memoryType}.kernel("…"), received ${typeof kernel.source}.`);
  const launch = (args: Readonly<Record<string, unknown>>, options: RawKernelOptions = {}) =>
    ambientCall()?.runRawKernel(kernel, args, options) ?? Promise.reject(new NoRuntimeError(`${kernel.memoryType}.kernel`));
  return launch as UserKernel;
}

/** No backend of a memory type takes kernels that users write. */
export class RawKernelsMissingError extends OpenHcsError {
  readonly code = "RAW_KERNELS_MISSING";
  readonly memoryType: string;
  constructor(memoryType: string, reason: string) {
    super(`${memoryType}.kernel needs a backend that runs kernels on ${memoryType}: ${reason}.`);
    this.memoryType = memoryType;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    RAW_KERNELS_MISSING: RawKernelsMissingError;
  }
}
