import { sizeOf } from "@openhcs/core";
import { thresholdMultiotsu } from "@openhcs/functions";
import { multiOtsuThresholds } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";
import { thresholdCost } from "./foreground-above.js";
import { countedDtypes, imageHistogram } from "./image-histogram.js";

export const thresholdMultiotsuKernel = deviceKernel(thresholdMultiotsu, {
  cost: thresholdCost,
  dtypes: countedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, { classes, nbins }, work) {
    const thresholds = multiOtsuThresholds(await imageHistogram(image, nbins, "thresholdMultiotsu", work), classes);
    const program = await work.program(kernelSource("thresholds/classes.cl", { elements: { IN: image.dtype }, compute: "float64" }));
    const out = work.array("uint32", image.shape);
    const size = sizeOf(image.shape);
    program.launch("classify", size, [image, out, await work.table(Float64Array.from(thresholds), "float64"), thresholds.length, size]);
    return { classes: out, thresholds };
  },
});
