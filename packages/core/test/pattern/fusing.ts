import { convertDtype, defineFunction, type FusableStep, type FusedKernel, type Kernel, type NdArray } from "@openhcs/core";
import { Heap, type HeapArray, type HeapOptions } from "../backend/heap.js";
import { average } from "../run/sample-functions.js";

const image = { image: { type: "array" } } as const;

export const times = defineFunction({
  name: "times", documentation: "image × factor.", inputs: image, parameters: { factor: { type: "number", default: 2 } },
  outputs: { image: { type: "array", result: "image" } }, elementwise: true, reference: ({ image: array }, { factor }) => array.multiply(factor),
});

export const mix = defineFunction({
  name: "mix", documentation: "image + share × other.", inputs: { image: { type: "array" }, other: { type: "array" } }, parameters: { share: { type: "number", default: 1 } },
  outputs: { image: { type: "array", result: "image" } }, elementwise: true, reference: ({ image: array, other }, { share }) => array.add(other.multiply(share)),
});

export const root = defineFunction({
  name: "root", documentation: "√image.", inputs: image, parameters: {},
  outputs: { root: { type: "array", result: "float" } }, elementwise: true, reference: ({ image: array }) => array.map(Math.sqrt),
});

export const bright = defineFunction({
  name: "bright", documentation: "image > level.", inputs: image, parameters: { level: { type: "number", default: 3 } },
  outputs: { mask: { type: "array", result: "mask" } }, elementwise: true, reference: ({ image: array }, { level }) => array.greater(level),
});

/** Not elementwise. */
export const mirror = defineFunction({
  name: "mirror", documentation: "The other way round.", inputs: image, parameters: {},
  outputs: { image: { type: "array", result: "image" } }, reference: ({ image: array }) => array.slice([null, null, -1]).copy(),
});

export const functions = [times, mix, root, bright, mirror, average];

export interface FusingOptions extends HeapOptions {
  /** In place of a sound `fuse`; the sound one is handed over. */
  readonly fuse?: ((steps: readonly FusableStep[], sound: (steps: readonly FusableStep[]) => FusedKernel) => FusedKernel | undefined) | undefined;
  readonly kernels?: Partial<Kernel>;
}

/** A device with a kernel of each function, that fuses the elementwise ones; `asked` tells what it was asked to fuse. */
export function fusing({ fuse = (steps, sound) => sound(steps), kernels: traits = {}, ...options }: FusingOptions = {}) {
  const heap: Heap = new Heap("toy", options);
  const asked: (readonly FusableStep[])[] = [];
  const computeOf = ({ reference }: { reference: unknown }) => reference as (arrays: object, parameters: object) => NdArray;
  const byName = new Map(functions.filter(({ name }) => name !== "average").map((fn) => [fn.name, computeOf(fn)]));
  const kernels = [...byName].map(([name, compute]) => heap.kernel(name, (arrays, parameters) => compute(arrays, parameters), { fusable: true, ...traits }));
  const sound = (steps: readonly FusableStep[]): FusedKernel => ({
    cost: { latencyUs: 5, gbPerSec: 100 },
    run: (arrays: readonly HeapArray[], { device }) => {
      heap.log.push("fused");
      const results: NdArray[] = [];
      for (const { kernel, parameters, inputs, dtype, scaling } of steps) {
        const given = Object.fromEntries(Object.entries(inputs).map(([name, from]) => [name, "outer" in from ? heap.load(arrays[from.outer] as HeapArray) : results[from.step] as NdArray]));
        const own = (byName.get(kernel.function) as NonNullable<ReturnType<typeof computeOf>>)(given, parameters);
        results.push(dtype === undefined ? own : convertDtype(own, dtype, scaling));
      }
      return heap.store(results.at(-1) as NdArray, device);
    },
  });
  const backend = heap.backend({ kernels, fuse: (steps) => { asked.push(steps); return fuse(steps, sound); } });
  return { heap, asked, backend, unfused: () => { const { fuse: _, ...rest } = backend; return rest; } };
}
