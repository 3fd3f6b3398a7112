import type { Dtype, ScalingPolicy } from "@openhcs/core";
import type { WebGpuArray } from "../session/gpu-array.js";
import { worked } from "../session/gpu-work.js";
import { saturated } from "../wgsl/casts.js";
import { gather } from "../wgsl/shader.js";
import { isHeld } from "./held-dtypes.js";

const signal = new AbortController().signal;

/** Changes of dtype that a device makes as the host does, bit for bit. */
export function converts(from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean {
  return scaling === "saturate" && isHeld(from) && isHeld(to);
}

export function convert(array: WebGpuArray, dtype: Dtype): Promise<WebGpuArray> {
  const { dtype: from, shape, buffer } = array;
  const shader = gather({ name: "conversion", reads: { IN: from }, out: dtype, code: `fn element_of(i: u32) -> OUT_v { let x = load_IN(i); return ${saturated(from, dtype, "x")}; }` });
  return worked(buffer.device, signal, async (work) => {
    const made = work.array(dtype, shape);
    await work.gatherInPieces(shader, [array, made]);
    return made;
  });
}
