import { elementwise } from "@openhcs/functions";
import { expressionOf } from "@openhcs/functions/for-kernels";
import { deviceKernel, type Array } from "../device-kernel.js";
import { expressionProgram } from "./expression-program.js";

export const elementwiseKernel = deviceKernel(elementwise, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  async run(inputs, parameters, work) {
    const arrays = Object.values(inputs as Readonly<Record<string, Array | undefined>>).filter((array): array is Array => array !== undefined);
    const { shape } = inputs.image;
    const { outDtype } = parameters;
    const values = Object.values(parameters.values) as number[];
    const { source, arrays: used } = expressionProgram(expressionOf(arrays.length, parameters), arrays.map(({ dtype }) => dtype), values.length, outDtype, work.fp64 ? "float64" : "float32");
    const program = await work.program(source);
    const out = work.array(outDtype, shape);
    const size = shape.reduce((product, extent) => product * extent, 1);
    program.launch("elementwise", size, [...used.map((at) => arrays[at] as Array), out, ...values, size]);
    return out;
  },
});
