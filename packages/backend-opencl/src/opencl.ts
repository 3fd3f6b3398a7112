import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { defineBackend, dlpackDevice } from "@openhcs/core";
import { deviceBackend, sharedMemory, tensorForm, type DeviceOptions } from "@openhcs/device";
import { findOpenCl, loadOpenCl } from "@openhcs/native/opencl";
import { template } from "./template.js";

export type OpenClOptions = DeviceOptions;

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** Arrays and kernels on OpenCL devices: GPUs, and processors with an OpenCL runtime such as PoCL. Memory type `opencl`. */
export const opencl = defineBackend((options: OpenClOptions = {}) => deviceBackend({
  name: "opencl",
  version,
  template,
  buildOptions: ["-cl-std=CL1.2"],
  forms: [
    // Others do not see which context a cl_mem is of, and this one's are of no other.
    tensorForm({ form: "dlpack", kind: dlpackDevice.opencl, own: false, location: (device, facts) => (facts?.["sharesHostMemory"] === true ? "host" : `a context of opencl:${device}`) }),
    tensorForm({ form: "opencl-mem", kind: dlpackDevice.opencl, own: true, location: (device) => `a context of opencl:${device}` }),
    sharedMemory,
  ],
  remedy: "Install the OpenCL driver of your GPU, or PoCL for the processor (Debian: apt-get install pocl-opencl-icd ocl-icd-libopencl1).",
  addonFile: () => findOpenCl(),
  fingerprint: installedDrivers,
  load: () => loadOpenCl(),
}, options));

/** The drivers that are registered for OpenCL's loader, by file and date. */
function installedDrivers(): string {
  const folder = process.env.OCL_ICD_VENDORS ?? "/etc/OpenCL/vendors";
  let files: readonly string[] = [];
  try {
    files = readdirSync(folder).sort().map((file) => `${file}:${statSync(join(folder, file)).mtimeMs}`);
  } catch {
    // Elsewhere than on Linux, and where none is installed, the variables alone must do.
  }
  return [...files, process.env.POCL_DEVICES ?? "", process.env.OCL_ICD_FILENAMES ?? ""].join(";");
}
