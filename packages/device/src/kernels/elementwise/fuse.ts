import type { Dtype, FusableStep, FusedInput, FusedKernel, KernelContext } from "@openhcs/core";
import { converts } from "../../memory/conversion.js";
import type { DeviceSession } from "../../session/device-session.js";
import { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import type { Chain, ChainInput, ChainStep } from "./chain.js";
import { chainProgram, numbersOf } from "./chain-program.js";
import { elementwiseCost, type ElementwiseKernel } from "./elementwise-kernel.js";

/** As many arguments as every device takes. */
const mostArguments = 96;

/** Elementwise steps as one kernel that reads every array once; undefined where the dtype rule between them is none that the device follows. */
export function fuse(fusable: readonly FusableStep<DeviceSession>[]): FusedKernel<DeviceSession, Array> | undefined {
  const steps: ChainStep[] = [];
  for (const step of fusable) {
    const made = chainStep(step);
    if (made === undefined) return undefined;
    steps.push(made);
  }
  const chain: Chain = { outer: outerDtypes(fusable), steps };
  const numbers = numbersOf(chain);
  if (chain.outer.length + numbers.length > mostArguments) return undefined;
  const program = chainProgram(chain);
  return {
    cost: elementwiseCost,
    async run(arrays, { session, device, signal }: KernelContext<DeviceSession>) {
      const work = new DeviceWork(session.device(device), signal);
      let result: Array | undefined;
      try {
        result = await program.run(arrays, numbers, work);
        return result;
      } finally {
        work.end([result]);
      }
    },
  };
}

function chainStep({ kernel, parameters, inputs, dtype, scaling }: FusableStep<DeviceSession>): ChainStep | undefined {
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
