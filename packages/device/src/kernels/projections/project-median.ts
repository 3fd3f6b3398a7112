import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import { truncation, truncationDefines } from "../../dialect/truncation.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

/** Values along an axis that an item keeps for itself. */
export const mostSorted = 64;

/** The medians of the lines along an axis of 1 to {@link mostSorted} elements, cast as C does. */
export async function projectMedian(image: Array, { axis, dtype, shape }: { readonly axis: number; readonly dtype: Dtype; readonly shape: Shape }, work: DeviceWork): Promise<Array> {
  const defines = { ...truncationDefines(dtype), EXTENT: image.shape[axis] as number };
  const program = await work.program(kernelSource([truncation, "projections/median.cl"], { elements: { IN: image.dtype, OUT: dtype }, compute: "float64", defines }));
  const out = work.array(dtype, shape);
  const lines = sizeOf(shape);
  program.launch("project_median", lines, [image, out, lines, sizeOf(image.shape.slice(axis + 1))]);
  return out;
}
