import { isFloat, sizeOf } from "@openhcs/core";
import { uniformFilter } from "@openhcs/functions";
import { dueDtype, perAxis } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel, type Array } from "../device-kernel.js";
import { modeNumber } from "../neighborhood/mode-number.js";
import { correlateAxes, keptChoices } from "./correlate-axes.js";
import { keepsResults } from "./linear-dtype.js";

/** So many means of a line one work item makes of integers; of floats all, for NaN stays in a sum to the end of its line. */
const segmentOfIntegers = 64;

export const uniformFilterKernel = deviceKernel(uniformFilter, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ image }, { outDtype }) => (image === undefined ? "needs an image" : keepsResults(image.dtype, outDtype)),
  async run({ image }, { size, mode, cval, origin, outDtype }, work) {
    const { dtype, shape } = image;
    const kept = dueDtype(dtype, outDtype);
    const [sizes, origins] = [perAxis(size, shape.length), perAxis(origin, shape.length)];
    let from: Array = image;
    for (const [axis, window] of sizes.entries()) {
      if (window === 1) continue;
      const choices = keptChoices({ IN: from.dtype, OUT: kept }, "float64");
      const program = await work.program(kernelSource(["neighborhood/boundary.cl", "filters/kept.cl", "filters/sliding-mean.cl"], choices));
      const next = work.array(kept, shape);
      const extent = shape[axis] as number;
      const inner = sizeOf(shape.slice(axis + 1));
      const segment = isFloat(dtype) ? Math.max(1, extent) : segmentOfIntegers;
      const segments = Math.ceil(extent / segment);
      const items = sizeOf(shape.slice(0, axis)) * segments * inner;
      const before = (window >> 1) + (origins[axis] as number);
      program.launch("slide_mean", items, [from, next, window, before, segment, segments, extent, inner, items, modeNumber(mode), cval]);
      if (from !== image) work.free(from);
      from = next;
    }
    return from === image ? correlateAxes(work, image, [], { boundary: { mode, cval }, kept, compute: "float64" }) : from;
  },
});
