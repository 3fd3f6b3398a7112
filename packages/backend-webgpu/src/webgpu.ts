import { host } from "#gpu";
import { defineBackend } from "@openhcs/core";
import { checkOptions, type OptionRule } from "@openhcs/device/portable";
import { gpuDevice } from "./gpu/shared-device.js";
import { fuse } from "./kernels/elementwise/fuse.js";
import { kernels } from "./kernels/index.js";
import { transfers } from "./memory/transfers.js";
import { webgpuMemory } from "./memory/webgpu-memory.js";
import { optionRules, type WebGpuOptions } from "./options.js";
import { rawKernel } from "./raw/raw-kernel.js";
import { WebGpuSession } from "./session/webgpu-session.js";
import { version } from "./version.js";

/** Arrays and kernels on WebGPU devices: Dawn in Node, the browser's own elsewhere. Memory type `webgpu`. @throws InvalidOptionError */
export const webgpu = defineBackend((options: WebGpuOptions = {}) => {
  checkOptions(options, optionRules as Readonly<Record<keyof typeof options, OptionRule>>);
  const { powerPreference, memoryLimit, bindingLimit, gpu = gpuDevice({ powerPreference }) } = options;
  const type = webgpuMemory(gpu.id);
  const choice = powerPreference === undefined ? {} : { powerPreference };
  return {
    name: "webgpu",
    version,
    memoryTypes: [type],
    transfers,
    kernels,
    fuse,
    rawKernel,
    ...(host.fingerprint === undefined ? {} : { fingerprint: () => JSON.stringify([choice, host.fingerprint?.()]) }),
    probe: () => host.probe(choice),
    open: () => new WebGpuSession(gpu, type, { memoryLimit, bindingLimit }),
    close: (session: WebGpuSession) => session.close(),
    trim: (session: WebGpuSession) => session.trim(),
    pooled: (session: WebGpuSession) => session.pooled(),
  };
});
