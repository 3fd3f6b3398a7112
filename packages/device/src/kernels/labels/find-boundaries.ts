import { sizeOf } from "@openhcs/core";
import { findBoundaries } from "@openhcs/functions";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";
import { stackOf, takesComponents } from "./components.js";

const modes = ["thick", "inner", "outer"];

export const findBoundariesKernel = deviceKernel(findBoundaries, {
  cost: { latencyUs: 40, gbPerSec: 4 },
  accumulates: "float64",
  supports: ({ labels }, { mode }) => (mode === "subpixel" ? "leaves boundaries between pixels to the reference" : takesComponents(labels)),
  async run({ labels }, { mode, connectivity }, work) {
    const program = await work.program(kernelSource("labels/boundaries.cl", { elements: { IN: labels.dtype } }));
    const mask = work.array("bool", labels.shape);
    program.launch("mark_boundaries", sizeOf(labels.shape), [labels, mask, ...stackOf(labels.shape), connectivity, modes.indexOf(mode)]);
    return mask;
  },
});
