import { InvalidArgumentError, isOpenHcsError, type RawKernel, type RawKernelSource } from "@openhcs/core";
import { extentsOf, type Extents } from "../engine/extents.js";
import type { Argument, GpuJsSession } from "../engine/session.js";
import { gpujsArray, type GpuJsArray } from "../memory.js";
import { buildError } from "./build-error.js";
import { readFunction, type FunctionText } from "./function-text.js";

const result = "result";

/** A function in the language of gpu.js, which makes one element of its result per thread. @throws InvalidArgumentError, KernelBuildError */
export function rawKernel({ source, name: wanted }: RawKernelSource): RawKernel<GpuJsSession, GpuJsArray> {
  const text = read(source);
  const { name, parameters, threadAxes } = text;
  if (wanted !== undefined && wanted !== name) throw new InvalidArgumentError("gpujs.kernel", "name", `must be ${name}, which is the function of the source`, wanted);
  return {
    name,
    parameters: [
      ...parameters.map(({ name: parameter, indices }) => (indices > 0 ? { name: parameter, role: "input" as const, type: `${parameter}${"[]".repeat(indices)}`, dtypes: ["float32"] as const } : { name: parameter, role: "number" as const, type: "number" })),
      { name: result, role: "output", type: "number", dtypes: ["float32"] },
    ],
    async run({ inputs, outputs, numbers, items, group }, { session, log }) {
      const shape = outputs[result]?.shape ?? [];
      const output = fit(name, result, shape, threadAxes, "this.thread");
      checkThreads(name, output, items, group);
      const args = Object.fromEntries(parameters.map(({ name: parameter, indices }): [string, Argument] => {
        const array = inputs[parameter];
        return [parameter, array === undefined ? numbers[parameter] as number : { elements: array.buffer, extents: fit(name, parameter, array.shape, indices, "indices") }];
      }));
      if (output.includes(0)) return { [result]: gpujsArray(new Float32Array(), shape) };
      const { elements, mode, fallbackReason } = await session.run({ source, args, output }).catch((error: unknown) => { throw isOpenHcsError(error) ? error : buildError(name, source, text, error); });
      if (mode !== session.mode) log("warn", `${name} ran in mode ${mode} of gpu.js, not ${session.mode}: ${fallbackReason ?? "it fell back"}`);
      if (elements === undefined) throw new InvalidArgumentError(name, "source", "must return one number per thread", source);
      return { [result]: gpujsArray(elements, shape) };
    },
  };
}

function read(source: string): FunctionText {
  try {
    const text = readFunction(source);
    const taken = text.parameters.find(({ name }) => name === result);
    if (taken !== undefined) throw new Error(`must not call a parameter "${result}", which is what the kernel gives`);
    return text;
  } catch (error) {
    if (error instanceof SyntaxError) throw buildError("gpujs.kernel", source, undefined, error);
    throw new InvalidArgumentError("gpujs.kernel", "source", (error as Error).message, source);
  }
}

function fit(kernel: string, array: string, shape: readonly number[], axes: number, by: string): Extents {
  const extents = extentsOf(shape, axes);
  if (extents === undefined) throw new InvalidArgumentError(kernel, array, `has more axes than the ${axes} that the kernel goes over by its ${by}; take z, y and x for a stack, or x alone for all elements`, shape);
  return extents;
}

/** gpu.js has a thread for each element of the result. */
function checkThreads(kernel: string, output: Extents, items: readonly number[], group: readonly number[] | undefined): void {
  const product = (counts: readonly number[]) => counts.reduce((all, count) => all * count, 1);
  if (product(items) !== product(output)) throw new InvalidArgumentError(kernel, "items", `must be one per element of the result, ${product(output)}, and is best left out`, items);
  if (group !== undefined) throw new InvalidArgumentError(kernel, "group", "must be left out: gpu.js has no groups", group);
}
