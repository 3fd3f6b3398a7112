import { InvalidOptionError, suggest } from "@openhcs/core";
import type { DeviceOptions } from "./device-backend.js";

type Rule = (value: unknown) => true | string;

const bytes: Rule = (value) => (Number.isSafeInteger(value) && (value as number) > 0) || `must be a whole number of bytes from 1, received ${JSON.stringify(value)}`;
const path: Rule = (value) => (typeof value === "string" && value !== "") || `must be a path, received ${JSON.stringify(value)}`;
const choice: Rule = (value) => typeof value === "number" || typeof value === "string" || `must be a device's number, name or UUID, received ${JSON.stringify(value)}`;

const rules: Readonly<Record<keyof DeviceOptions, Rule>> = {
  device: choice,
  devices: (value) => (Array.isArray(value) ? value.map(choice).find((answer) => answer !== true) ?? true : `must be a list of devices, received ${JSON.stringify(value)}`),
  memoryLimit: bytes,
  cacheFolder: (value) => value === false || path(value),
  cacheLimit: bytes,
  library: path,
  compiler: path,
};

/** @throws InvalidOptionError */
export function checkDeviceOptions(options: DeviceOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof DeviceOptions] : undefined;
    const [nearest = Object.keys(rules).join(", ")] = suggest(name, Object.keys(rules));
    const answer = rule === undefined ? `does not exist; nearest: ${nearest}` : rule(value);
    if (answer !== true) throw new InvalidOptionError(name, answer);
  }
}
