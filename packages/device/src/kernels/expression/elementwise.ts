import type { Dtype } from "@openhcs/core";
import { elementwise } from "@openhcs/functions";
import { expressionOf } from "@openhcs/functions/for-kernels";
import { deviceKernel, type Array } from "../device-kernel.js";
import { elementsPerItem } from "../elementwise/items.js";
import { expressionProgram } from "./expression-program.js";

export const elementwiseKernel = deviceKernel(elementwise, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  async run(inputs, parameters, work) {
    const arrays = Object.values(inputs as Readonly<Record<string, Array | undefined>>).filter((array): array is Array => array !== undefined);
    const { shape } = inputs.image;
    const { outDtype } = parameters;
    const values = Object.values(parameters.values) as number[];
    const dtypes = arrays.map(({ dtype }) => dtype);
    const { source, arrays: used } = expressionProgram(expressionOf(arrays.length, parameters), dtypes, values.length, outDtype, work.fp64 ? "float64" : "float32", work.loadBytes);
    const program = await work.program(source);
    const out = work.array(outDtype, shape);
    const size = shape.reduce((product, extent) => product * extent, 1);
    program.launch("elementwise", Math.ceil(size / elementsPerItem([...used.map((at) => dtypes[at] as Dtype), outDtype], work.loadBytes)), [...used.map((at) => arrays[at] as Array), out, ...values, size]);
    return out;
  },
});
