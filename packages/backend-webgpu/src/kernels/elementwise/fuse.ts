import type { Dtype, FusableStep, FusedInput, FusedKernel, KernelContext } from "@openhcs/core";
import { converts } from "../../memory/conversion.js";
import type { WebGpuArray } from "../../session/gpu-array.js";
import { worked } from "../../session/gpu-work.js";
import type { WebGpuSession } from "../../session/webgpu-session.js";
import type { Chain, ChainInput, ChainStep } from "./chain.js";
import { elementwiseCost, type ElementwiseKernel } from "./elementwise-kernel.js";
import { runChain } from "./run-chain.js";

/** Every WebGPU device binds eight arrays, of which one is the result. */
const mostArrays = 7;
/** Numbers of a launch have a buffer of limited size. */
const mostNumbers = 200;

/** Elementwise steps as one kernel that reads every array once; undefined where the dtype rule between them is none that the device follows. */
export function fuse(fusable: readonly FusableStep<WebGpuSession>[]): FusedKernel<WebGpuSession, WebGpuArray> | undefined {
  const steps = fusable.map(chainStep);
  if (!steps.every((step) => step !== undefined)) return undefined;
  const chain: Chain = { outer: outerDtypes(fusable), steps };
  if (chain.outer.length > mostArrays || steps.flatMap(({ body }) => body.numbers ?? []).length > mostNumbers) return undefined;
  return {
    cost: elementwiseCost,
    run: async (arrays, { session, signal }: KernelContext<WebGpuSession>) => worked(await session.device(), signal, (work) => runChain(chain, arrays, work)),
  };
}

function chainStep({ kernel, parameters, inputs, dtype, scaling }: FusableStep<WebGpuSession>): ChainStep | undefined {
  const { body: bodyOf } = kernel as Partial<ElementwiseKernel>;
  const body = bodyOf?.(Object.fromEntries(Object.entries(inputs).map(([name, { spec }]) => [name, spec.dtype])), parameters);
  if (body === undefined || typeof body === "string") return undefined;
  const due = dtype ?? body.dtype;
  if (due !== body.dtype && !converts(body.dtype, due, scaling)) return undefined;
  return { body, dtype: due, inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, placeOf(input)])) };
}

function placeOf(input: FusedInput): ChainInput {
  return "outer" in input ? { outer: input.outer } : { step: input.step };
}

function outerDtypes(steps: readonly FusableStep[]): readonly Dtype[] {
  const dtypes: Dtype[] = [];
  for (const input of steps.flatMap(({ inputs }) => Object.values(inputs))) if ("outer" in input) dtypes[input.outer] = input.spec.dtype;
  return dtypes;
}
