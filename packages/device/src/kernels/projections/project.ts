import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import { truncation, truncationDefines } from "../../dialect/truncation.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

/** Folds that need no reordering, as the kernel numbers them. */
export const methods = { max: 0, min: 1, sum: 2, mean: 3, var: 4, std: 5 } as const;

/** The lines along an axis, folded in double precision and cast as C does. */
export async function project(image: Array, { method, axis, dtype, shape }: { readonly method: keyof typeof methods; readonly axis: number; readonly dtype: Dtype; readonly shape: Shape }, work: DeviceWork): Promise<Array> {
  const source = kernelSource([truncation, "projections/projection.cl"], { elements: { IN: image.dtype, OUT: dtype }, compute: "float64", defines: truncationDefines(dtype) });
  const program = await work.program(source);
  const out = work.array(dtype, shape);
  const lines = sizeOf(shape);
  program.launch("project", lines, [image, out, methods[method], lines, image.shape[axis] as number, sizeOf(image.shape.slice(axis + 1))]);
  return out;
}
