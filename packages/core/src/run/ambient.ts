import type { RawKernelSource } from "../backend/raw-kernel.js";
import type { FunctionContext } from "../function/context.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { RawKernelOptions } from "./raw-kernel.js";

/** The call in whose body code is running. */
export interface AmbientCall extends Pick<FunctionContext, "progress" | "log" | "run"> {
  /**
   * Runs a library function as part of this call and returns its main output in the caller's memory type.
   *
   * The array ends with the body, unless it returns it; what shall live longer must be retained.
   */
  runLibraryFunction(definition: FunctionDefinition, args: readonly unknown[]): Promise<unknown>;
  /** Launches a kernel of the user's own as part of this call; its arrays end as those of a library function do. */
  runRawKernel(kernel: RawKernelSource, args: Readonly<Record<string, unknown>>, options: RawKernelOptions): Promise<unknown>;
}

/** Carries the ambient call across awaits; on Node an `AsyncLocalStorage`. */
export interface CallCarrier {
  getStore(): AmbientCall | undefined;
  run<Result>(call: AmbientCall, body: () => Result): Result;
}

/**
 * The carrier is one per process by nature: a library function that user code imports cannot know its runtime otherwise. It holds
 * no state of its own, each chain of awaits sees only its own call, so runtimes still never meet.
 */
const slot = Symbol.for("openhcs.call-carrier");
const host = globalThis as { [slot]?: CallCarrier };

/** Sets the process's carrier; the first one stays, also across copies of this package. */
export function installCallCarrier(carrier: CallCarrier): void {
  host[slot] ??= carrier;
}

export function ambientCall(): AmbientCall | undefined {
  return host[slot]?.getStore();
}

export function withinCall<Result>(call: AmbientCall, body: () => Result): Result {
  return host[slot] === undefined ? body() : host[slot].run(call, body);
}
