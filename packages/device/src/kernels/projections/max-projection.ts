import { maxProjection } from "@openhcs/functions";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";

export const maxProjectionKernel = deviceKernel(maxProjection, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  async run({ image }, _, work) {
    const [planes = 0, ...plane] = image.shape;
    const program = await work.program(kernelSource("projections/max-projection.cl", { elements: { IN: image.dtype } }));
    const out = work.array(image.dtype, [1, ...plane]);
    const size = out.bytes === 0 ? 0 : plane.reduce((product, extent) => product * extent, 1);
    program.launch("max_projection", size, [image, out, planes, size]);
    return out;
  },
});
