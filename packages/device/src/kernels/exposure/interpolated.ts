import { sizeOf, type Dtype } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import { truncation, truncationDefines } from "../../dialect/truncation.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";

/** Values mapped by the line through points with ascending abscissas, at least two and about equally far apart. Source: `numpy.interp`. */
export async function interpolated(image: DeviceArray, abscissas: Float64Array, ordinates: Float64Array, dtype: Dtype, work: DeviceWork): Promise<DeviceArray> {
  const source = kernelSource([truncation, "exposure/interpolate.cl"], { elements: { IN: image.dtype, OUT: dtype }, compute: "float64", defines: truncationDefines(dtype) });
  const program = await work.program(source);
  const out = work.array(dtype, image.shape);
  const size = sizeOf(image.shape);
  const last = abscissas.length - 1;
  const perUnit = last === 0 ? 0 : last / ((abscissas[last] as number) - (abscissas[0] as number));
  program.launch("interpolate", size, [image, out, await work.table(abscissas, "float64"), await work.table(ordinates, "float64"), size, last, perUnit]);
  return out;
}
