import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { gather } from "../../wgsl/shader.js";

/** An expression of `a` and `b`, the elements of two arrays of float32 at each place, in a fresh array; frees both. */
export async function combined(work: GpuWork, expression: string, a: WebGpuArray, b: WebGpuArray = a): Promise<WebGpuArray> {
  const shader = gather({ name: "combine", reads: { A: "float32", B: "float32" }, out: "float32", code: `fn element_of(i: u32) -> OUT_v { let a = load_A(i); let b = load_B(i); return ${expression}; }` });
  const made = work.array("float32", a.shape);
  await work.gatherInPieces(shader, [a, b, made]);
  for (const used of new Set([a, b])) work.free(used);
  return made;
}
