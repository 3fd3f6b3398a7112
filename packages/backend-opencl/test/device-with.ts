import { defineBackend, type DeviceFacts, type Verdict } from "@openhcs/core";
import { deviceBackend, type DeviceOptions } from "@openhcs/device";
import type { NativeDevice, NativeDeviceFacts, NativeDriver } from "@openhcs/native/device";
import { loadOpenCl } from "@openhcs/native/opencl";

export interface Pretence {
  readonly facts: Partial<NativeDeviceFacts>;
  readonly buildOptions?: readonly string[];
  /** Goes before every source. */
  readonly before?: string;
}

/** OpenCL whose devices say other things of themselves. */
export function openclWith({ facts, buildOptions = [], before = "" }: Pretence) {
  return defineBackend((options: DeviceOptions = {}) => {
    const backend = deviceBackend({ name: "opencl", version: "0", template: "", buildOptions: ["-cl-std=CL1.2", ...buildOptions], remedy: "", addonFile: () => undefined, fingerprint: () => JSON.stringify(facts), load }, options);
    return { ...backend, probe: async () => changedVerdict(await backend.probe()) };
  });

  function load(): ReturnType<typeof loadOpenCl> {
    const found = loadOpenCl();
    return found.addon === undefined ? found : { ...found, addon: changedDriver(found.addon) };
  }

  function changedDriver(driver: NativeDriver): NativeDriver {
    return {
      name: driver.name,
      devices: (options) => driver.devices(options).map(changed),
      open: (index, options) => changedDevice(driver.open(index, options)),
      allocateAligned: (bytes) => driver.allocateAligned(bytes),
      alignmentOf: (bytes) => driver.alignmentOf(bytes),
      interchange: driver.interchange,
    };
  }

  function changedDevice(device: NativeDevice): NativeDevice {
    return new Proxy(device, {
      get(target, name) {
        if (name === "facts") return changed(target.facts);
        if (name === "build" && before !== "") return (source: string, options: readonly string[]) => target.build(`${before}\n${source}`, options);
        const member: unknown = Reflect.get(target, name);
        return typeof member === "function" ? (member as () => unknown).bind(target) : member;
      },
    });
  }

  function changed<Facts extends NativeDeviceFacts | DeviceFacts>(own: Facts): Facts {
    return { ...own, ...facts };
  }

  function changedVerdict(verdict: Verdict): Verdict {
    return verdict !== true && "devices" in verdict ? { devices: verdict.devices.map(changed) } : verdict;
  }
}
