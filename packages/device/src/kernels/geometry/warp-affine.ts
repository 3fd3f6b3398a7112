import { sizeOf } from "@openhcs/core";
import { warpAffine } from "@openhcs/functions";
import { gridMode, interpolationModes, perAxis, warpConstant, warpPositions, warpTable } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import { deviceKernel } from "../device-kernel.js";
import { tableOf, widestFloat } from "./numbers.js";

export const warpAffineKernel = deviceKernel(warpAffine, {
  cost: { latencyUs: 150, gbPerSec: 2 },
  accumulates: "float64",
  async run({ image: { shape, dtype }, image }, { matrix, outputShape = shape, interpolation, mode, cval, inverseMap }, work) {
    const target = perAxis(outputShape, 2) as readonly [number, number];
    const { columns, rows, shift } = warpPositions(target, matrix, { interpolation, inverseMap });
    const fixed = dtype === "uint8" && interpolation !== "nearest";
    const { width, weights } = interpolation === "nearest" ? { width: 1, weights: [1] } : warpTable(interpolation, fixed);
    const choices = { elements: { IN: dtype }, compute: widestFloat(work), defines: { WIDTH: width, STORE: fixed ? 1 : 0 } };
    const program = await work.program(kernelSource(["geometry/boundary.cl", "geometry/warp-affine.cl"], choices));
    const tables = [await work.table(columns, "int32"), await work.table(rows, "int32"), await tableOf(work, Float64Array.from(weights))] as const;
    const result = work.array(dtype, target);
    const size = sizeOf(target);
    const [height, across] = shape as readonly [number, number];
    program.launch("warp_affine", size, [image, result, ...tables, shift, height, across, target[1], interpolationModes.indexOf(gridMode(mode)), warpConstant(dtype, cval), size]);
    return result;
  },
});
