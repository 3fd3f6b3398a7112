import { sizeOf, type Dtype } from "@openhcs/core";
import { kernelSource, type ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { keptChoices } from "./correlate-axes.js";

/** `out[i]` becomes an expression, in the dialect, of `a` and `b`, the elements of two arrays at its place. The result may be one of them. */
export async function combine(work: DeviceWork, expression: string, a: Array, b: Array, out: Array, compute: ComputeType): Promise<void> {
  const elements: { readonly A: Dtype; readonly B: Dtype; readonly OUT: Dtype } = { A: a.dtype, B: b.dtype, OUT: out.dtype };
  const program = await work.program(kernelSource(["filters/kept.cl", "filters/combine.cl"], keptChoices(elements, compute, { EXPRESSION: `(${expression})` })));
  const size = sizeOf(out.shape);
  program.launch("combine", size, [a, b, out, size]);
}
