import { statSync } from "node:fs";
import { join } from "node:path";
import { BackendUnavailableError, messageOf, type BackendSpec, type DeviceFacts, type Unavailable, type Verdict } from "@openhcs/core";
import type { NativeDeviceFacts, NativeDriver, NativeDriverOptions } from "@openhcs/native/device";
import { userFolder } from "@openhcs/store-fs/user-folder";
import type { DeviceForm } from "./interchange/device-form.js";
import { checkDeviceOptions } from "./check-device-options.js";
import { fuse } from "./kernels/elementwise/fuse.js";
import { deviceKernels } from "./kernels/index.js";
import { deviceMemoryType } from "./memory/device-memory-type.js";
import { deviceTransfers } from "./memory/transfers.js";
import { chooseDevices, type DeviceChoice } from "./probe/choose-devices.js";
import { probeDriver } from "./probe/probe-driver.js";
import { rawKernel } from "./raw/raw-kernel.js";
import { DeviceSession } from "./session/device-session.js";

/** What users of a device backend may choose. */
export interface DeviceOptions {
  /** A device by its number, its name or a part of that, or its UUID; all devices where neither this nor `devices` is given. */
  readonly device?: DeviceChoice;
  /** Several devices; the runtime counts them from 0 in this order. */
  readonly devices?: readonly DeviceChoice[];
  /** Bytes that arrays and pooled memory may take on each device; as many as it has by default. */
  readonly memoryLimit?: number;
  /** Where compiled kernels are kept between starts; `false` keeps none. Default: `openhcs/kernels` in the user's folder for caches. */
  readonly cacheFolder?: string | false;
  /** Bytes that compiled kernels may take there; of more, those that nobody used for longest are deleted. Default: 512 MiB. */
  readonly cacheLimit?: number;
  /** Path of the driver's library instead of its usual names. */
  readonly library?: string;
  /** Path of the run-time compiler, where that is a library of its own. */
  readonly compiler?: string;
}

/** What a driver says of itself to become a backend. */
export interface DriverTraits {
  readonly name: string;
  readonly version: string;
  /** Starter source of custom functions on its memory type. */
  readonly template: string;
  /** Options of the compiler. */
  readonly buildOptions: readonly string[];
  /** How arrays are handed to other packages and processes, and taken from them. */
  readonly forms?: readonly DeviceForm[];
  /** What helps where there is no driver or no device. */
  readonly remedy: string;
  /** Where the addon is, without loading it; undefined where there is none. */
  addonFile(): string | undefined;
  /** What a cached verdict depends on besides addon and options: the files of the driver. */
  fingerprint(): string;
  load(): { readonly addon: NativeDriver; readonly path: string } | { readonly addon?: undefined; readonly reason: string; readonly remedy: string };
}

/** A backend over a native driver: its devices, their memory and all kernels of this package. */
export function deviceBackend(traits: DriverTraits, options: DeviceOptions): BackendSpec<DeviceSession> {
  checkDeviceOptions(options);
  const { name, version, template, remedy, buildOptions } = traits;
  const type = deviceMemoryType(name, template, traits.forms);
  const driverOptions: NativeDriverOptions = { library: options.library, compiler: options.compiler };
  const choices = options.devices ?? (options.device === undefined ? undefined : [options.device]);
  return {
    name,
    version,
    memoryTypes: [type],
    transfers: deviceTransfers(type),
    kernels: deviceKernels(name),
    rawKernel,
    fuse,
    fingerprint: () => JSON.stringify([stateOf(traits.addonFile()), traits.fingerprint(), choices, driverOptions]),
    async probe(): Promise<Verdict> {
      const found = traits.load();
      if (found.addon === undefined) return { reason: found.reason, remedy: found.remedy };
      const answer = await probeDriver(found.path, driverOptions);
      if ("reason" in answer) return { reason: answer.reason, remedy };
      return verdictOf(name, answer.devices, choices);
    },
    open(): DeviceSession {
      const found = traits.load();
      if (found.addon === undefined) throw new BackendUnavailableError(name, found);
      const driver = found.addon;
      const devices = chooseDevices(name, driver.devices(driverOptions), choices);
      const cacheFolder = options.cacheFolder === false ? undefined : (options.cacheFolder ?? join(userFolder("cache"), "kernels"));
      return new DeviceSession({ version, driver, driverOptions, type, devices, cacheFolder, cacheLimit: options.cacheLimit, memoryLimit: options.memoryLimit, buildOptions });
    },
    close: (session) => session.close(),
    trim: (session) => session.trim(),
    pooled: (session) => session.pooled(),
  };
}

function stateOf(file: string | undefined): string {
  return file === undefined ? "" : `${file}:${statSync(file).mtimeMs}`;
}

/** Costs of kernels are declared for a GPU; each unit of a processor is taken to do a hundredth of that, until it is measured. */
function factsOf({ uuid, architecture, ...facts }: NativeDeviceFacts): DeviceFacts {
  const known = { ...facts, ...(uuid === "" ? {} : { uuid }), ...(architecture === "" ? {} : { architecture }) };
  return facts.kind === "cpu" ? { ...known, slowdown: Math.max(4, 100 / facts.computeUnits) } : known;
}

function verdictOf(name: string, found: readonly NativeDeviceFacts[], choices: readonly DeviceChoice[] | undefined): Verdict {
  try {
    const chosen = chooseDevices(name, found, choices);
    return { devices: chosen.map((index) => factsOf(found[index] as NativeDeviceFacts)) };
  } catch (error) {
    return { reason: messageOf(error), remedy: "Leave the choice out to use all devices." } satisfies Unavailable;
  }
}
