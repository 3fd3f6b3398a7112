import { sobel } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { edges, takesEdges } from "./edge-filter.js";
import { sumsDoubles } from "./linear-dtype.js";

export const sobelKernel = deviceKernel(sobel, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: sumsDoubles,
  supports: ({ image }, parameters) => takesEdges(image, parameters),
  run: ({ image }, parameters, work) => edges(work, image, { skimage: [0.25, 0.5, 0.25], scipy: [1, 2, 1] }, parameters),
});
