import { deviceMemory, NdArray, sizeOf, type DeviceArray, type Transfer } from "@openhcs/core";
import type { GpuJsSession } from "./engine/session.js";
import { template } from "./template.js";

/** Elements as gpu.js takes and gives them, in C order: in every mode they pass through the host. */
export type GpuJsArray = DeviceArray<Float32Array>;

declare module "@openhcs/core" {
  interface MemoryTypes {
    gpujs: GpuJsArray;
  }
}

export const gpujsMemory = deviceMemory<Float32Array>({ name: "gpujs", dtypes: ["float32"], template, plane, stack });

export function gpujsArray(elements: Float32Array, shape: readonly number[]): GpuJsArray {
  return gpujsMemory.wrap(elements, { dtype: "float32", shape }, () => {});
}

function plane({ buffer, shape }: GpuJsArray, at: number): GpuJsArray {
  const size = sizeOf(shape.slice(-2));
  return gpujsArray(buffer.slice(at * size, (at + 1) * size), shape.slice(-2));
}

function stack(arrays: readonly GpuJsArray[]): GpuJsArray {
  const [{ buffer: { length }, shape }] = arrays as readonly [GpuJsArray];
  const elements = new Float32Array(arrays.length * length);
  for (const [at, { buffer }] of arrays.entries()) elements.set(buffer, at * length);
  return gpujsArray(elements, [arrays.length, ...shape]);
}

const cost = { latencyUs: 5, gbPerSec: 4 };

export const upload: Transfer<GpuJsSession, NdArray, GpuJsArray> = {
  from: "ndarray", to: "gpujs", cost, copies: true,
  run({ data, dtype, shape }) {
    if (!(data instanceof Float32Array)) throw new TypeError(`gpujs holds float32, not ${dtype}.`);
    return gpujsArray(data.slice(), shape);
  },
};

export const download: Transfer<GpuJsSession, GpuJsArray, NdArray> = {
  from: "gpujs", to: "ndarray", cost, copies: true,
  run({ buffer, shape }) {
    const array = NdArray.zeros(shape, "float32");
    (array.data as Float32Array).set(buffer);
    return array;
  },
};
