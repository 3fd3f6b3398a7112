import type { Dtype } from "../array/dtype.js";
import type { Awaitable } from "../function/awaitable.js";
import type { KernelContext } from "../function/context.js";

/** The text of a kernel that a user wrote, in the language of a backend. */
export interface RawKernelSource {
  /** Where its arrays lie. */
  readonly memoryType: string;
  readonly source: string;
  /** Which kernel of the text; needed where there are several. */
  readonly name?: string;
}

/** What a kernel takes by a name: an array that it reads, one that it writes, a number, one without a fraction, or local memory of so many elements. */
export interface RawKernelParameter {
  readonly name: string;
  readonly role: "input" | "output" | "number" | "integer" | "local";
  /** Its type as the kernel has it, for messages. */
  readonly type: string;
  /** Dtypes of an array whose elements are of this type, that of a fresh one first; any where absent. */
  readonly dtypes?: readonly Dtype[];
}

/** One launch, with everything that the kernel takes. */
export interface RawLaunch<Value = any> {
  readonly inputs: Readonly<Record<string, Value>>;
  /** Fresh arrays: of the elements of the input of that name where there is one, else of zeros. */
  readonly outputs: Readonly<Record<string, { readonly dtype: Dtype; readonly shape: readonly number[] }>>;
  /** Numbers, and how many elements of local memory a group has. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Work items per axis, x first; as many as are needed for whole groups are launched. */
  readonly items: readonly number[];
  readonly group?: readonly number[];
}

/** A kernel that a user wrote, as its backend reads it. */
export interface RawKernel<Session = any, Value = any> {
  readonly name: string;
  /** In the kernel's order. */
  readonly parameters: readonly RawKernelParameter[];
  /** Compiles it where that was not done before, and launches it. Gives the outputs. */
  run(launch: RawLaunch<Value>, context: KernelContext<Session>): Awaitable<Readonly<Record<string, Value>>>;
}
