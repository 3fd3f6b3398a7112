import { isBigInteger, kernelFor, sizeOf, type ArraySpec, type Dtype, type FilledParameters, type FunctionDefinition, type InputArrays, type Inputs, type Kernel, type KernelContext, type Outputs, type Parameters, type Returned } from "@openhcs/core";
import { neededBinding } from "../gpu/binding-limits.js";
import { heldDtypes, isHeld } from "../memory/held-dtypes.js";
import type { WebGpuArray } from "../session/gpu-array.js";
import { worked, type GpuWork } from "../session/gpu-work.js";
import type { WebGpuSession } from "../session/webgpu-session.js";

export type GpuKernel = Kernel<WebGpuSession>;

type Specs<I extends Inputs> = { readonly [Name in keyof I]?: ArraySpec };

type Implementation<I extends Inputs, P extends Parameters, O extends Outputs> = Omit<Kernel<WebGpuSession, WebGpuArray, I, P, O>, "function" | "memoryType" | "run" | "needs" | "accumulates"> & {
  /** Bytes per element of the widest array that a call binds whole, of the size of its largest array; 4 where absent, 0 where it binds pieces. */
  readonly boundBytes?: number;
  /** What it makes through `work` is freed with the call, but for what it returns. */
  run(inputs: InputArrays<I, WebGpuArray>, parameters: FilledParameters<P>, work: GpuWork): Returned<O, WebGpuArray> | Promise<Returned<O, WebGpuArray>>;
};

/** An implementation of a function in WGSL, typed by the function: single precision, and integers of up to 32 bits. */
export function gpuKernel<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(
  definition: FunctionDefinition<I, P, O, Main>, { run, supports, boundBytes = 4, ...traits }: Implementation<I, P, O>,
): GpuKernel {
  return kernelFor(definition, {
    dtypes: heldDtypes,
    ...traits,
    memoryType: "webgpu",
    accumulates: "float32",
    supports: (inputs, parameters) => holdsAll(inputs, parameters) ?? supports?.(inputs, parameters) ?? true,
    needs: (inputs: Specs<I>) => neededBinding(boundBytes * largest(inputs)),
    run: async (inputs: InputArrays<I, WebGpuArray>, parameters, { session, signal }: KernelContext<WebGpuSession>) =>
      worked(await session.device(), signal, (work) => run(inputs, parameters, work)) as never,
  }) as GpuKernel;
}

function holdsAll(inputs: Readonly<Record<string, ArraySpec | undefined>>, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const asked = [parameters["outDtype"], parameters["dtype"], parameters["computeDtype"]] as readonly (Dtype | undefined)[];
  const strange = [...Object.values(inputs).map((spec) => spec?.dtype), ...asked].find((dtype) => dtype !== undefined && !isHeld(dtype));
  return strange === undefined ? undefined : `has no ${isBigInteger(strange) ? "64-bit integers" : "double precision"}, and so no ${strange}`;
}

function largest(inputs: Readonly<Record<string, ArraySpec | undefined>>): number {
  return Math.max(0, ...Object.values(inputs).map((spec) => (spec === undefined ? 0 : sizeOf(spec.shape))));
}
