import { isFloat, sizeOf, type Dtype } from "@openhcs/core";
import { rotate } from "@openhcs/functions";
import { centredRotation, gridMode, interpolationModes, rotationAxes, rotationInPlane, type BoundaryMode, type Rotation } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { loadNumbers } from "../load-numbers.js";
import { clipToImage } from "./clip-to-image.js";
import { interpolated, numbersOf, widestFloat, type Numbers } from "./numbers.js";
import { fitsResampling } from "./resampled.js";
import { sampleAffine } from "./sample-affine.js";

export const rotateKernel = deviceKernel(rotate, {
  cost: { latencyUs: 150, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, { convention, order = 1 }) => convention === "skimage" && order !== 0 && image !== undefined && image.dtype !== "bool" && !isFloat(image.dtype),
  supports: ({ image }) => fitsResampling(image, image?.shape),
  async run({ image }, { convention, angle, axes = [1, 0], reshape, order, mode, cval, clip = true }, work) {
    const { shape, dtype } = image;
    if (convention === "scipy") {
      const plane = rotationAxes(axes, shape.length) as readonly [number, number];
      const rotation = rotationInPlane(shape, plane, angle, reshape);
      return interpolated(work, await sampleAffine(work, await numbersOf(work, image), plane, rotation.shape, rotation.map, { order: order ?? 3, mode, cval }), dtype);
    }
    const choices = { order: order ?? (dtype === "bool" ? 0 : 1), mode: mode as BoundaryMode, cval };
    const rotation = centredRotation(shape, angle, reshape);
    const numbers = choices.order === 1 || choices.order === 3 ? await rotatePlane(work, image, rotation, choices) : await evaluateSplines(work, image, rotation, choices);
    const rotated = await interpolated(work, numbers, choices.order === 0 || isFloat(dtype) ? dtype : "float64");
    if (clip) await clipToImage(work, image, rotated, choices);
    return rotated;
  },
});

interface Choices {
  readonly order: number;
  readonly mode: BoundaryMode;
  readonly cval: number;
}

/** By scikit-image's own interpolation, in the precision of the image. */
async function rotatePlane(work: DeviceWork, image: DeviceArray, { map, shape }: Rotation, { order, mode, cval }: Choices): Promise<Numbers> {
  const compute = isSingle(image.dtype) ? "float32" : widestFloat(work);
  const files = ["geometry/boundary.cl", "geometry/interpolation.cl", "geometry/rotate-plane.cl"];
  const program = await work.program(kernelSource(files, { compute, defines: { ORDER: order } }));
  const values = await loadNumbers(work, image, compute);
  const coefficients = [...map.matrix.flat(), ...map.offset];
  const table = await work.table(compute === "float32" ? Float32Array.from(coefficients) : Float64Array.from(coefficients), compute);
  const [rows, columns, channels = 1] = image.shape as [number, number, number?];
  const result = work.array(compute, shape);
  const size = sizeOf(shape);
  program.launch("rotate_plane", size, [values, result, table, rows, columns, channels, shape[1] as number, interpolationModes.indexOf(gridMode(mode)), cval, size]);
  return { values: result, shape };
}

async function evaluateSplines(work: DeviceWork, image: DeviceArray, { map, shape: rotated }: Rotation, { order, mode, cval }: Choices): Promise<Numbers> {
  const { shape } = image;
  const matrix = shape.map((_, axis) => shape.map((__, column) => map.matrix[axis]?.[column] ?? (axis === column ? 1 : 0)));
  const offset = shape.map((_, axis) => map.offset[axis] ?? 0);
  return sampleAffine(work, await numbersOf(work, image), [...shape.keys()], rotated, { matrix, offset }, { order, mode: gridMode(mode), cval });
}

function isSingle(dtype: Dtype): boolean {
  return dtype === "float32" || dtype === "float16";
}
