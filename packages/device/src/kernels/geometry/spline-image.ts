import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, pixelBoundary, splineExtension, splineGain, splinePadding, splinePoles, type Interpolation } from "@openhcs/functions/for-kernels";
import { toBits } from "../../dialect/element-bits.js";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { allOf, gather } from "./gather.js";
import type { Numbers } from "./numbers.js";

/** What a spline is evaluated from: up to order 1 the pixels, else coefficients, of an image with `pad` more pixels around it. */
export interface SplineImage extends Numbers {
  /** Per axis: what is added to a coordinate of the image. */
  readonly pad: readonly number[];
}

const extensions = { mirror: 0, reflect: 1, wrap: 2 } as const;

/** The spline through numbers along axes; takes them over. */
export async function splineImage(work: DeviceWork, { values, shape }: Numbers, axes: readonly number[], interpolation: Interpolation): Promise<SplineImage> {
  const { order, mode, cval } = interpolation;
  const width = splinePadding(interpolation);
  const pad = shape.map((_, axis) => (axes.includes(axis) ? width : 0));
  if (order < 2) return { values, shape, pad };
  const { dtype } = values;
  const program = await work.program(kernelSource("geometry/spline.cl", { compute: dtype === "float64" ? "float64" : "float32" }));
  let from = values;
  if (width > 0) {
    const reads = shape.map((extent, axis) => ({ axis, reads: pad[axis] === 0 ? allOf(extent) : boundaryIndices(pixelBoundary(mode), extent, width, width) }));
    from = await gather(work, values, reads, toBits(dtype, cval));
    work.free(values);
  }
  const wide = shape.map((extent, axis) => extent + 2 * (pad[axis] as number));
  for (const axis of axes) filterAxis(from, wide, axis);
  return { values: from, shape: wide, pad };

  function filterAxis(coefficients: DeviceArray, extents: Shape, axis: number): void {
    const extent = extents[axis] as number;
    if (extent === 1) return;
    const extension = splineExtension(mode);
    const [pole = 0, second = 0] = splinePoles[order] as readonly number[];
    const [far, secondFar] = [pole, second].map((each) => each ** (extension === "mirror" ? extent - 1 : extent)) as [number, number];
    const inner = sizeOf(extents.slice(axis + 1));
    const lines = sizeOf(extents) / extent;
    program.launch("spline_axis", lines, [coefficients, splineGain(order), pole, far, second, secondFar, order < 4 ? 1 : 2, extensions[extension], extent, inner, lines]);
  }
}
