import { normalizeAxis } from "@openhcs/core";
import { rot90 } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { allOf, fitsGather, gather, reversed } from "./gather.js";

export const rot90Kernel = deviceKernel(rot90, {
  cost: { latencyUs: 40, gbPerSec: 3 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image: { shape }, image }, { k, axes }, work) {
    const [first, second] = axes.map((axis) => normalizeAxis(axis, shape.length)) as [number, number];
    const quarters = ((k % 4) + 4) % 4;
    const back = [[], [first], [first, second], [second]][quarters] as readonly number[];
    return gather(work, image, shape.map((_, at) => {
      const axis = quarters % 2 === 0 ? at : at === first ? second : at === second ? first : at;
      const extent = shape[axis] as number;
      return { axis, reads: back.includes(at) ? reversed(extent) : allOf(extent) };
    }));
  },
});
