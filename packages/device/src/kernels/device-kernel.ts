import { kernelFor, type ArraySpec, type DeviceArray, type FilledParameters, type FunctionDefinition, type InputArrays, type Inputs, type Kernel, type KernelContext, type Outputs, type Parameters, type Returned } from "@openhcs/core";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import { DeviceWork } from "../session/device-work.js";

export type Array = DeviceArray<DeviceBuffer>;

/** A kernel that is a device's own as soon as it is told the memory type. */
export type DeviceKernel = (memoryType: string) => Kernel<DeviceSession>;

type Implementation<I extends Inputs, P extends Parameters, O extends Outputs> = Omit<Kernel<DeviceSession, Array, I, P, O>, "function" | "memoryType" | "run" | "needs"> & {
  /** Whether a call computes in double precision, which all do where an array that they take is float64 or is asked to become it. */
  needsFp64?(inputs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): boolean;
  /** What it makes through `work` is freed with the call, but for what it returns. */
  run(inputs: InputArrays<I, Array>, parameters: FilledParameters<P>, work: DeviceWork): Returned<O, Array> | Promise<Returned<O, Array>>;
};

/** An implementation of a function in the dialect, typed by the function. */
export function deviceKernel<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(
  definition: FunctionDefinition<I, P, O, Main>, { run, needsFp64, ...traits }: Implementation<I, P, O>,
): DeviceKernel {
  return (memoryType) => kernelFor(definition, {
    ...traits,
    memoryType,
    needs: (inputs, parameters) => (takesDoubles(inputs, parameters) || needsFp64?.(inputs, parameters) === true ? ["fp64"] : []),
    run: async (inputs: InputArrays<I, Array>, parameters, { session, device, signal }: KernelContext<DeviceSession>) => {
      const work = new DeviceWork(session.device(device), signal);
      let returned: Returned<O, Array> | undefined;
      try {
        returned = await run(inputs, parameters, work);
        return returned as never;
      } finally {
        work.end(typeof returned === "object" && returned !== null ? [returned, ...Object.values(returned)] : []);
      }
    },
  }) as Kernel<DeviceSession>;
}

/** Whether elements of an array are doubles, or are to become some. */
function takesDoubles(inputs: Readonly<Record<string, ArraySpec | undefined>>, parameters: Readonly<Record<string, unknown>>): boolean {
  return Object.values(inputs).some((spec) => spec?.dtype === "float64") || parameters.outDtype === "float64" || parameters.dtype === "float64";
}
