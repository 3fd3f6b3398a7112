import { elementwise } from "@openhcs/functions";
import { expressionOf } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import { gpuKernel } from "../gpu-kernel.js";
import { expressionShader } from "./expression-shader.js";

export const expressionKernel = gpuKernel(elementwise, {
  cost: { latencyUs: 200, gbPerSec: 5 },
  boundBytes: 0,
  supports(inputs, parameters) {
    const dtypes = Object.values(inputs).flatMap((spec) => (spec === undefined ? [] : [spec.dtype]));
    const made = expressionShader(expressionOf(dtypes.length, parameters), dtypes, Object.keys(parameters.values).length, parameters.outDtype);
    return typeof made === "string" ? made : true;
  },
  async run(inputs, parameters, work) {
    const arrays = Object.values(inputs as Readonly<Record<string, WebGpuArray | undefined>>).filter((array): array is WebGpuArray => array !== undefined);
    const values = Object.values(parameters.values) as readonly number[];
    const made = expressionShader(expressionOf(arrays.length, parameters), arrays.map(({ dtype }) => dtype), values.length, parameters.outDtype);
    if (typeof made === "string") throw new Error(`elementwise ${made}`);
    const out = work.array(parameters.outDtype, inputs.image.shape);
    await work.gatherInPieces(made.shader, [...made.arrays.map((at) => arrays[at] as WebGpuArray), out], Object.fromEntries(values.map((value, at) => [`v${at}`, value])));
    return out;
  },
});
