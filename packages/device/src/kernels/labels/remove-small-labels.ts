import { sizeOf } from "@openhcs/core";
import { removeSmallLabels } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { perSegment, segmentsOf, sortable } from "./segments.js";

export const removeSmallLabelsKernel = deviceKernel(removeSmallLabels, {
  cost: { latencyUs: 400, gbPerSec: 1 },
  dtypes: ["bool", "uint8", "uint16", "uint32"], // Negative labels are objects here, too.
  accumulates: "float64",
  supports: ({ labels }) => sortable(labels),
  async run({ labels }, { minSize }, work) {
    const kept = work.zeros(labels.dtype, labels.shape);
    if (sizeOf(labels.shape) === 0) return kept;
    const segments = await segmentsOf(labels, work);
    segments.program.launch("keep_large", perSegment(segments), [labels, segments.order, segments.starts, kept, Math.min(minSize, 2 ** 31)]);
    return kept;
  },
});
