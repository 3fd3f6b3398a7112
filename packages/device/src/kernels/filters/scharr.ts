import { scharr } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { edges, takesEdges } from "./edge-filter.js";
import { sumsDoubles } from "./linear-dtype.js";

export const scharrKernel = deviceKernel(scharr, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float32",
  needsFp64: (inputs) => sumsDoubles(inputs),
  supports: ({ image }, parameters) => takesEdges(image, parameters),
  run: ({ image }, parameters, work) => edges(work, image, { skimage: [3 / 16, 10 / 16, 3 / 16] }, parameters),
});
