import { dtypeKind, sizeOf } from "@openhcs/core";
import { relabelSequential } from "@openhcs/functions";
import { checkNotNegative } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { extremesOf } from "../thresholds/extremes-of.js";
import { sortable, sortedDtypes, sortedLabels } from "./segments.js";

export const relabelSequentialKernel = deviceKernel(relabelSequential, {
  cost: { latencyUs: 400, gbPerSec: 1 },
  dtypes: sortedDtypes,
  accumulates: "float64",
  supports: ({ labels }) => sortable(labels),
  async run({ labels }, { offset }, work) {
    const renumbered = work.array("uint32", labels.shape);
    if (sizeOf(labels.shape) === 0) return { labels: renumbered, count: 0, mapping: mappingOf(new Uint32Array(), offset) };
    if (dtypeKind(labels.dtype) === "int") checkNotNegative((await extremesOf(labels, work)).min);
    const { program, order, before, count, chunking } = await sortedLabels(labels, work);
    const [starts, found] = [work.array("int32", [count + 1]), work.array("uint32", [count])];
    program.launch("find_labels", chunking[2], [labels, order, before, starts, found, ...chunking]);
    program.launch("renumber", chunking[2], [labels, order, before, renumbered, ...chunking, offset]);
    return { labels: renumbered, count, mapping: mappingOf(new Uint32Array((await work.read(found)).buffer), offset) };
  },
});

function mappingOf(originals: Uint32Array, offset: number) {
  return { original: Float64Array.from(originals), label: Float64Array.from(originals, (_, k) => offset + k) };
}
