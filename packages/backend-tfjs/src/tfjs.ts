import { BackendUnavailableError, defineBackend, type Verdict } from "@openhcs/core";
import { installed } from "#peers";
import { checkOptions } from "./check-options.js";
import type { EngineName } from "./engine/engine-names.js";
import { findEngine } from "./engine/find-engine.js";
import { TfSession } from "./engine/session.js";
import type { SharedGpu } from "./engine/shared-gpu.js";
import { kernels } from "./kernels/index.js";
import { tensorType, tensorTypeOn } from "./memory/tensor-type.js";
import { download, upload } from "./memory/transfers.js";

export interface TfjsOptions {
  /** What computes; by default the best of those that work here. */
  readonly engine?: EngineName;
  /** A device to share with others, which the engine webgpu then computes on: `gpuDevice()` of @openhcs/backend-webgpu. */
  readonly gpu?: SharedGpu;
  /** Where the files of the engine wasm are, for browsers: an address that ends in "/". */
  readonly wasmPaths?: string;
}

/** Tensors of TensorFlow.js as arrays. Memory type `tfjs`. */
export const tfjs = defineBackend((options: TfjsOptions = {}) => {
  checkOptions(options);
  const { gpu, ...named } = options;
  return {
    name: "tfjs",
    version: "0.1.0",
    memoryTypes: [gpu === undefined ? tensorType : tensorTypeOn(gpu.id)],
    transfers: [upload, download],
    kernels,
    fingerprint: () => JSON.stringify([named, gpu?.id, installed()]),
    async probe(): Promise<Verdict> {
      const found = await findEngine(options);
      if ("reason" in found) return found;
      const { engine, passedOver } = found;
      found.close();
      return { devices: [{ name: `TensorFlow.js on ${engine}`, engine, ...(passedOver.length === 0 ? {} : { passedOver: passedOver.join("; ") }) }] };
    },
    async open(): Promise<TfSession> {
      const found = await findEngine(options);
      if ("reason" in found) throw new BackendUnavailableError("tfjs", found);
      return new TfSession(found);
    },
    close: (session: TfSession) => session.close(),
  };
});
