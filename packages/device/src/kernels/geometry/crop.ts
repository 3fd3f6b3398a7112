import { NdArray } from "@openhcs/core";
import { crop } from "@openhcs/functions";
import { cropRanges } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { allOf, fitsGather, gather } from "./gather.js";

export const cropKernel = deviceKernel(crop, {
  cost: { latencyUs: 40, gbPerSec: 5 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image: { shape }, image }, parameters, work) {
    const ranges = cropRanges(shape, parameters);
    return gather(work, image, shape.map((extent, axis) => {
      const { data, size } = new NdArray({ data: allOf(extent), shape: [extent] }).slice(ranges[axis] ?? null).packed();
      return { axis, reads: (data as Int32Array).subarray(0, size) };
    }));
  },
});
