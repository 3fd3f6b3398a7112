import type { ArraySpec } from "../memory/array-spec.js";
import type { Cost } from "../transfer/cost.js";
import type { Dtype } from "../array/dtype.js";
import type { Awaitable } from "./awaitable.js";
import type { KernelContext } from "./context.js";
import type { FunctionDefinition } from "./definition.js";
import type { FilledParameters, InputArrays, Inputs, Parameters } from "./argument.js";
import type { Outputs, Returned } from "./output.js";

/** One backend's implementation of a built-in function on one of its memory types. */
export interface Kernel<Session = any, Value = any, I extends Inputs = any, P extends Parameters = any, O extends Outputs = any> {
  /** Name of the function that it implements. */
  readonly function: string;
  readonly memoryType: string;
  /** Declared estimate of a call, by the bytes of its arrays. */
  readonly cost: Cost;
  /** Dtypes of the first array; all where absent. */
  readonly dtypes?: readonly Dtype[];
  /** Sums in this precision, which decides how closely it is compared with the reference. */
  readonly accumulates?: "float32" | "float64";
  /** Takes host arrays with any strides and offset; else they arrive packed. */
  readonly strided?: boolean;
  /** May become part of a larger kernel by `fuse` of its backend, where its function is elementwise with one array as output. */
  readonly fusable?: boolean;
  /** `true`, or why this call cannot be taken. */
  supports?(inputs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): true | string;
  /** What a call needs of its device, by the names of facts that a probe tells: one that is known to be `false` of a device leaves the call to others. */
  needs?(inputs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): readonly string[];
  /** Outputs are fresh and never alias inputs. */
  run(inputs: InputArrays<I, Value>, parameters: FilledParameters<P>, context: KernelContext<Session>): Awaitable<Returned<O, NoInfer<Value>>>;
}

/** A kernel typed by the function it implements, and by the arrays that its `run` takes: `kernelFor(gaussian, { memoryType, cost, run })`. */
export function kernelFor<
  I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O, Value = unknown, Session = unknown,
  Given extends InputArrays<I, unknown> = InputArrays<I, Value>,
>(
  definition: FunctionDefinition<I, P, O, Main>,
  implementation: Omit<Kernel<Session, Value, I, P, O>, "function" | "run"> & {
    run(inputs: Given, parameters: FilledParameters<P>, context: KernelContext<Session>): Awaitable<Returned<O, ArrayOf<NoInfer<Given>, Value>>>;
  },
): Kernel<Session, ArrayOf<Given, Value>, I, P, O> {
  return Object.freeze({ function: definition.name, ...implementation }) as unknown as Kernel<Session, ArrayOf<Given, Value>, I, P, O>;
}

/** What the arrays of a record are, for they are all of one memory type; `Value` where there are none. */
type ArrayOf<Given, Value> = [keyof Given] extends [never] ? Value : NonNullable<Given[keyof Given]>;
