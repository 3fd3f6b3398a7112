import { host } from "#gpu";
import { BackendUnavailableError } from "@openhcs/core";
import { checkOptions, type OptionRule } from "@openhcs/device/portable";
import type { AdapterChoice } from "./gpu-host.js";

/** One GPUDevice for several backends and runtimes: opened at its first need, destroyed when its last user lets go of it, and opened again at the next. */
export interface SharedGpuDevice {
  /** Names the device: arrays can be handed over between those who share one. */
  readonly id: string;
  /** @throws BackendUnavailableError */
  acquire(): Promise<GPUDevice>;
  /** Once for every `acquire`. */
  release(): void;
}

export interface GpuDeviceOptions extends AdapterChoice {
  /** Limits to open it with; by default the adapter's own for buffers, bindings and groups. */
  readonly limits?: Readonly<Record<string, number>> | undefined;
}

export const powerPreferenceOption: OptionRule = (value) =>
  value === "low-power" || value === "high-performance" || `must be low-power or high-performance, received ${JSON.stringify(value)}`;

const rules: Readonly<Record<keyof GpuDeviceOptions, OptionRule>> = {
  powerPreference: powerPreferenceOption,
  limits: (value) => (typeof value === "object" && value !== null && Object.values(value).every(Number.isFinite)) || `must be numbers by the names of limits, received ${JSON.stringify(value)}`,
};

const raised = [
  "maxBufferSize", "maxStorageBufferBindingSize", "maxStorageBuffersPerShaderStage", "maxComputeWorkgroupStorageSize", "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX", "maxComputeWorkgroupSizeY", "maxComputeWorkgroupSizeZ",
] as const;

let made = 0;

/** A device to share: `const gpu = gpuDevice(); createRuntime({ backends: [webgpu({ gpu }), tfjs({ gpu })] })`. @throws InvalidOptionError */
export function gpuDevice(options: GpuDeviceOptions = {}): SharedGpuDevice {
  checkOptions(options, rules as Readonly<Record<keyof typeof options, OptionRule>>);
  let users = 0;
  let opening: Promise<GPUDevice> | undefined;

  const open = (): Promise<GPUDevice> => {
    const own = requestDevice(options);
    void own.then(({ lost }) => lost).then(() => { if (opening === own) opening = undefined; }, () => {});
    return own;
  };
  return {
    id: `gpu-device:${made++}`,
    async acquire() {
      opening ??= open();
      const own = opening;
      users++;
      try {
        return await own;
      } catch (error) {
        users--;
        if (opening === own) opening = undefined;
        throw error;
      }
    },
    release() {
      if (users === 0 || --users > 0) return;
      void opening?.then((device) => device.destroy(), () => {});
      opening = undefined;
    },
  };
}

async function requestDevice({ powerPreference, limits = {} }: GpuDeviceOptions): Promise<GPUDevice> {
  const gpu = await host.gpu();
  const adapter = await gpu?.requestAdapter(powerPreference === undefined ? {} : { powerPreference }) ?? null;
  if (adapter === null) throw new BackendUnavailableError("webgpu", { reason: "WebGPU finds no adapter" });
  const requiredLimits = { ...Object.fromEntries(raised.map((name) => [name, adapter.limits[name]])), ...limits };
  return adapter.requestDevice({ requiredLimits });
}
