import { affineTransform } from "@openhcs/functions";
import { affineCoordinate, describedMap, isAxisAligned, type AffineMap } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { interpolated, numbersOf } from "./numbers.js";
import { fitsResampling, resampled } from "./resampled.js";
import { mostAxes, sampleAffine } from "./sample-affine.js";

export const affineTransformKernel = deviceKernel(affineTransform, {
  cost: { latencyUs: 150, gbPerSec: 1 },
  accumulates: "float64",
  supports({ image }, { matrix, offset, outputShape }) {
    if (image === undefined) return true;
    const target = outputShape ?? image.shape;
    const map = describedMap(matrix, offset, image.shape.length, target.length);
    if (typeof map !== "string" && !isAxisAligned(map) && image.shape.length > mostAxes) return `leaves maps of more than ${mostAxes} axes to the reference`;
    return fitsResampling(image, target);
  },
  async run({ image: { shape, dtype }, image }, { matrix, offset, outputShape = shape, order, mode, cval }, work) {
    const map = describedMap(matrix, offset, shape.length, outputShape.length) as AffineMap;
    const interpolation = { order, mode, cval };
    const numbers = await numbersOf(work, image);
    const result = isAxisAligned(map)
      ? await resampled(work, numbers, outputShape, interpolation, affineCoordinate(map, Array.isArray(matrix[0])))
      : await sampleAffine(work, numbers, [...shape.keys()], outputShape, map, interpolation);
    return interpolated(work, result, dtype);
  },
});
