import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { distanceTransformEdt } from "@openhcs/functions";
import { opencvInfinity, perAxis } from "@openhcs/functions/for-kernels";
import { kernelSource, type ComputeType } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";

export const distanceTransformEdtKernel = deviceKernel(distanceTransformEdt, {
  cost: { latencyUs: 100, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, { sampling = 1 }) => image !== undefined && computeType(image, sampling) === "float64",
  async run({ image }, { convention, sampling = 1 }, work) {
    const { shape, dtype } = image;
    const out = dtype === "float64" ? "float64" : "float32";
    const distances = work.array(out, shape);
    const size = sizeOf(shape);
    if (size === 0) return distances;
    const spacings = perAxis(sampling, shape.length);
    const compute = computeType(image, sampling);
    const program = await work.program(kernelSource("segmentation/distance-transform-edt.cl", { elements: { IN: dtype, OUT: out }, compute }));
    const found = work.zeros("int32", [1]);
    let squares = work.array(compute, [size]);
    let nearer = work.array(compute, [size]);
    program.launch("find_background", size, [image, found, size]);
    const [first, ...others] = longAxes(shape);
    const { extent, inner } = first ?? { extent: 1, inner: size };
    program.launch("scan_lines", size / extent, [image, squares, size / extent, extent, inner, spacings[first?.axis ?? 0] as number]);
    for (const { axis, extent, inner } of others) {
      program.launch("search_lines", size, [squares, nearer, found, size, extent, inner, spacings[axis] as number]);
      [squares, nearer] = [nearer, squares];
    }
    const table = await work.table(numbersIn(compute, spacings), compute);
    const extents = await work.table(Int32Array.from(shape), "int32");
    program.launch("distances_from_squares", size, [squares, found, distances, extents, table, shape.length, size, convention === "cv2" ? opencvInfinity : 0]);
    return distances;
  },
});

/** Axes of more than one pixel, and how far their pixels lie apart in memory. */
function longAxes(shape: Shape): readonly { readonly axis: number; readonly extent: number; readonly inner: number }[] {
  return shape.map((extent, axis) => ({ axis, extent, inner: sizeOf(shape.slice(axis + 1)) })).filter(({ extent }) => extent > 1);
}

function computeType({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, sampling: number | readonly number[]): ComputeType {
  return dtype !== "float64" && [sampling].flat().every((each) => each === 1) && fitsSingle(shape) ? "float32" : "float64";
}

/** Whether single precision holds every square of a distance between pixels exactly. */
function fitsSingle(shape: Shape): boolean {
  return shape.reduce((sum, extent) => sum + (extent + 1) ** 2, 0) < 2 ** 24;
}

function numbersIn(compute: ComputeType, numbers: readonly number[]): Float32Array | Float64Array {
  return compute === "float32" ? Float32Array.from(numbers) : Float64Array.from(numbers);
}
