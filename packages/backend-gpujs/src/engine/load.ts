import type { GPU, Input } from "gpu.js";

/** What is used of gpu.js. */
export interface GpuJs {
  readonly GPU: typeof GPU;
  /** Elements in C order as an array of so many along x, y and z. */
  input(elements: Float32Array, extents: number[]): Input;
}

/** gpu.js, when it is first needed: reading it takes longer than anything else here. Bundlers give its exports under `default`. */
export async function loadGpuJs(): Promise<GpuJs> {
  const loaded = await import("gpu.js") as unknown as GpuJs & { readonly default: GpuJs };
  return "GPU" in loaded ? loaded : (loaded as { readonly default: GpuJs }).default;
}
