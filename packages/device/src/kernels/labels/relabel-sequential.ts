import { sizeOf } from "@openhcs/core";
import { relabelSequential } from "@openhcs/functions";
import { checkNotNegative } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { numberIn } from "../reductions/with-value.js";
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
    const { program, order, before, count, chunking } = await sortedLabels(labels, work);
    const negative = work.zeros("int32", []);
    program.launch("find_negative", chunking[0], [labels, negative, chunking[0]]);
    if ((await numberIn(negative, work)) !== 0) checkNotNegative((await extremesOf(labels, work)).min);
    const [starts, found] = [work.array("int32", [count + 1]), work.array("uint32", [count])];
    program.launch("find_labels", chunking[2], [labels, order, before, starts, found, ...chunking]);
    program.launch("renumber", chunking[2], [labels, order, before, renumbered, ...chunking, offset]);
    return { labels: renumbered, count, mapping: mappingOf(new Uint32Array((await work.read(found)).buffer), offset) };
  },
});

function mappingOf(originals: Uint32Array, offset: number) {
  return { original: Float64Array.from(originals), label: Float64Array.from(originals, (_, k) => offset + k) };
}
