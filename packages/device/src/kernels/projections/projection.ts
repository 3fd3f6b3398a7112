import { normalizeAxis } from "@openhcs/core";
import { projection } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { project } from "./project.js";

export const projectionKernel = deviceKernel(projection, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  needsFp64: () => true,
  supports: (_, { method }) => method !== "median" || "leaves medians to the reference",
  async run({ image }, { method, axis, outDtype }, work) {
    if (method === "median") throw new Error("projection: medians are the reference's.");
    const dropped = normalizeAxis(axis, image.shape.length);
    const dtype = outDtype ?? (method === "max" || method === "min" ? image.dtype : "float64");
    return project(image, { method, axis: dropped, dtype, shape: image.shape.filter((_, at) => at !== dropped) }, work);
  },
});
