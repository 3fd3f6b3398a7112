import { kernelFor, type FunctionDefinition, type Inputs, type Kernel, type NdArray, type Outputs, type Parameters } from "@openhcs/core";
import type { KernelSession } from "../kernel-session.js";

/** A kernel on host arrays that runs in this backend's session, typed by the function that it implements. */
export function cpuKernel<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(
  definition: FunctionDefinition<I, P, O, Main>, implementation: Omit<Kernel<KernelSession, NdArray, I, P, O>, "function" | "memoryType">,
): Kernel<KernelSession> {
  return kernelFor<I, P, O, Main, NdArray, KernelSession>(definition, { memoryType: "ndarray", ...implementation });
}
