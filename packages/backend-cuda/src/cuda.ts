import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { defineBackend, dlpackDevice } from "@openhcs/core";
import { cudaIpc, deviceBackend, sharedMemory, tensorForm, type DeviceOptions } from "@openhcs/device";
import { findCuda, loadCuda } from "@openhcs/native/cuda";
import { buildOptions } from "./build-options.js";
import { template } from "./template.js";

/** `library` is the driver's (libcuda.so.1), `compiler` that of NVRTC (libnvrtc.so.12). */
export type CudaOptions = DeviceOptions;

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** Arrays and kernels on NVIDIA GPUs, by CUDA's driver and NVRTC as they are installed. Memory type `cuda`. */
export const cuda = defineBackend((options: CudaOptions = {}) => deviceBackend({
  name: "cuda",
  version,
  template,
  buildOptions,
  forms: [tensorForm({ form: "dlpack", kind: dlpackDevice.cuda, own: true, location: (device, facts) => `cuda:${facts?.["uuid"] ?? device}` }), sharedMemory, cudaIpc],
  remedy: "Install NVIDIA's driver (CUDA 11.0 or newer) and NVRTC, the run-time compiler of the CUDA toolkit (Debian: nvidia-driver and libnvrtc11.2 of non-free), or name them by `library` and `compiler`.",
  addonFile: () => findCuda(),
  fingerprint: driverInUse,
  load: () => loadCuda(),
}, options));

/** The version of the kernel's driver, and what chooses libraries and devices. */
function driverInUse(): string {
  let driver = "";
  try {
    driver = readFileSync("/proc/driver/nvidia/version", "utf8");
  } catch {
    // Elsewhere than on Linux, and where none is installed, the variables alone must do.
  }
  return [driver, process.env.CUDA_VISIBLE_DEVICES ?? "", process.env.CUDA_DEVICE_ORDER ?? "", process.env.LD_LIBRARY_PATH ?? ""].join(";");
}
