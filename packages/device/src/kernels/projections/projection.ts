import { normalizeAxis } from "@openhcs/core";
import { projection } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { project } from "./project.js";
import { mostSorted, projectMedian } from "./project-median.js";

export const projectionKernel = deviceKernel(projection, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  needsFp64: () => true,
  supports({ image }, { method, axis }) {
    const extent = image?.shape.at(axis) ?? 0;
    return method !== "median" || (extent > 0 && extent <= mostSorted) || `leaves medians of none or more than ${mostSorted} values to the reference`;
  },
  async run({ image }, { method, axis, outDtype }, work) {
    const dropped = normalizeAxis(axis, image.shape.length);
    const dtype = outDtype ?? (method === "max" || method === "min" ? image.dtype : "float64");
    const result = { axis: dropped, dtype, shape: image.shape.filter((_, at) => at !== dropped) };
    return method === "median" ? projectMedian(image, result, work) : project(image, { method, ...result }, work);
  },
});
