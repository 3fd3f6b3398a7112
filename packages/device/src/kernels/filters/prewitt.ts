import { prewitt } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { edges, takesEdges } from "./edge-filter.js";
import { sumsDoubles } from "./linear-dtype.js";

export const prewittKernel = deviceKernel(prewitt, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports: ({ image }, parameters) => takesEdges(image, parameters),
  run: ({ image }, parameters, work) => edges(work, image, { skimage: [1 / 3, 1 / 3, 1 / 3], scipy: [1, 1, 1] }, parameters),
});
