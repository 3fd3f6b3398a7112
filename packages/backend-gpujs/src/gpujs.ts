import { BackendUnavailableError, defineBackend, type Unavailable, type Verdict } from "@openhcs/core";
import { checkOptions } from "./check-options.js";
import { chosenMode, needs, type Mode } from "./engine/modes.js";
import type { GpuJsSession } from "./engine/session.js";
import { kernels } from "./kernels/index.js";
import { download, gpujsMemory, upload } from "./memory.js";
import { findModes, installed } from "#probe";
import { rawKernel } from "./raw/raw-kernel.js";

export interface GpuJsOptions {
  /** Where kernels run; by default the best of what is there, `webgpu` only where it is asked for. */
  readonly mode?: Mode;
}

/** Arrays of gpu.js, and kernels in its language. Memory type `gpujs`. */
export const gpujs = defineBackend((options: GpuJsOptions = {}) => {
  checkOptions(options);
  const choose = async (): Promise<{ readonly mode: Mode; readonly working: readonly Mode[] } | Unavailable> => {
    const found = await findModes();
    if ("reason" in found) return found;
    const mode = chosenMode(found.working, options.mode);
    return mode === undefined ? { reason: `gpu.js has no mode ${options.mode} here`, remedy: `It needs ${needs[options.mode as Mode]}. Here are ${found.working.join(", ")}; without a mode the best of them is taken.` } : { mode, working: found.working };
  };
  return {
    name: "gpujs",
    version: "0.1.0",
    memoryTypes: [gpujsMemory],
    transfers: [upload, download],
    kernels,
    rawKernel,
    fingerprint: () => `${options.mode ?? "best"} ${installed()}`,
    async probe(): Promise<Verdict> {
      const chosen = await choose();
      return "reason" in chosen ? chosen : { devices: [{ name: `gpu.js in mode ${chosen.mode}`, mode: chosen.mode, modes: chosen.working.join(", ") }] };
    },
    async open(): Promise<GpuJsSession> {
      const chosen = await choose();
      if ("reason" in chosen) throw new BackendUnavailableError("gpujs", chosen);
      const [{ loadGpuJs }, { GpuJsSession }] = await Promise.all([import("./engine/load.js"), import("./engine/session.js")]);
      return new GpuJsSession(await loadGpuJs(), chosen.mode);
    },
    close: (session: GpuJsSession) => session.close(),
  };
});
