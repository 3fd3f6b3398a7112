import { bytesOption, checkOptions, type OptionRule } from "./check-options.js";
import type { DeviceOptions } from "./device-backend.js";

const path: OptionRule = (value) => (typeof value === "string" && value !== "") || `must be a path, received ${JSON.stringify(value)}`;
const choice: OptionRule = (value) => typeof value === "number" || typeof value === "string" || `must be a device's number, name or UUID, received ${JSON.stringify(value)}`;

const rules: Readonly<Record<keyof DeviceOptions, OptionRule>> = {
  device: choice,
  devices: (value) => (Array.isArray(value) ? value.map(choice).find((answer) => answer !== true) ?? true : `must be a list of devices, received ${JSON.stringify(value)}`),
  memoryLimit: bytesOption,
  cacheFolder: (value) => value === false || path(value),
  cacheLimit: bytesOption,
  library: path,
  compiler: path,
};

/** @throws InvalidOptionError */
export function checkDeviceOptions(options: DeviceOptions): void {
  checkOptions(options, rules as Readonly<Record<keyof typeof options, OptionRule>>);
}
