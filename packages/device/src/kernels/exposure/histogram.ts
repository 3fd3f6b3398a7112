import { InvalidArgumentError, sizeOf } from "@openhcs/core";
import { histogram } from "@openhcs/functions";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array } from "../device-kernel.js";
import { countInBins, edgesFor, isSingle } from "../thresholds/count-values.js";
import { extremesOf } from "../thresholds/extremes-of.js";

export const histogramKernel = deviceKernel(histogram, {
  cost: { latencyUs: 200, gbPerSec: 3 },
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { bins, range }, work) {
    const [first, last] = range ?? await rangeOf(image, work);
    const edges = edgesFor(image.dtype, bins, first as number, last as number);
    const counts = await countInBins(image, edges, work);
    const table = isSingle(image.dtype) ? await work.table(Float32Array.from(edges), "float32") : await work.table(edges, "float64");
    return { counts, edges: table, firstEdge: edges[0] as number, lastEdge: edges[bins] as number };
  },
});

async function rangeOf(image: Array, work: DeviceWork): Promise<readonly [number, number]> {
  if (sizeOf(image.shape) === 0) return [0, 1];
  const { min, max } = await extremesOf(image, work);
  if (Number.isFinite(min) && Number.isFinite(max)) return [min, max];
  throw new InvalidArgumentError("histogram", "range", "must be given for an image with NaN or infinities", undefined);
}
