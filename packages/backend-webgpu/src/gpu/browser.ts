import type { GpuHost } from "./gpu-host.js";
import { verdictOf } from "./verdict.js";

/** The browser's own WebGPU. */
export const host: GpuHost = {
  gpu: async () => (globalThis as { readonly navigator?: Partial<Navigator> }).navigator?.gpu,
  async probe({ powerPreference }) {
    const gpu = await host.gpu();
    if (gpu === undefined) return { reason: "the browser has no WebGPU", remedy: "Use a browser that has it, and a page that came by https or from localhost." };
    return verdictOf(await gpu.requestAdapter(powerPreference === undefined ? {} : { powerPreference }), "Turn hardware acceleration on in the browser's settings.");
  },
};
