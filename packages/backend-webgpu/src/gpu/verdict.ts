import type { DeviceFacts, Verdict } from "@openhcs/core";
import { lackingBindings } from "./binding-limits.js";

/** Drivers that compute on the processor. */
const software = /llvmpipe|swiftshader|softpipe|basic render/i;

/** How many times longer than declared kernels take there, until they are measured: enough to leave calls to the host's own kernels. */
const slowdown = 500;

/** What an adapter says of itself. */
export function factsOf({ info, limits, features }: GPUAdapter): DeviceFacts {
  const name = info.description || info.device || info.architecture || info.vendor || "WebGPU adapter";
  const isProcessor = info.isFallbackAdapter === true || software.test(`${name} ${info.device} ${info.architecture}`);
  return {
    name,
    kind: isProcessor ? "cpu" : "gpu",
    ...(info.vendor === "" ? {} : { vendor: info.vendor }),
    ...(info.architecture === "" ? {} : { architecture: info.architecture }),
    ...(isProcessor ? { slowdown } : {}),
    bufferBytes: limits.maxBufferSize,
    bindingBytes: limits.maxStorageBufferBindingSize,
    fp64: false,
    fp16: features.has("shader-f16"),
    ...lackingBindings(limits.maxStorageBufferBindingSize),
  };
}

export function verdictOf(adapter: GPUAdapter | null, remedy: string): Verdict {
  return adapter === null ? { reason: "WebGPU finds no adapter", remedy } : { devices: [factsOf(adapter)] };
}
