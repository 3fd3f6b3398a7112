import { defineBackend, type DeviceFacts, type Verdict } from "@openhcs/core";
import { deviceBackend, type DeviceOptions } from "@openhcs/device";
import type { NativeDevice, NativeDeviceFacts, NativeDriver } from "@openhcs/native/device";
import { loadOpenCl } from "@openhcs/native/opencl";

/** OpenCL whose devices say that they have no double precision, and whose compiler knows none. */
export const openclWithoutDoubles = defineBackend((options: DeviceOptions = {}) => {
  const backend = deviceBackend({ name: "opencl", version: "0", template: "", buildOptions: ["-cl-std=CL1.2", "-DWITHOUT_DOUBLES"], remedy: "", addonFile: () => undefined, fingerprint: () => "without doubles", load }, options);
  return { ...backend, probe: async () => withoutDoubles(await backend.probe()) };
});

function load(): ReturnType<typeof loadOpenCl> {
  const found = loadOpenCl();
  return found.addon === undefined ? found : { ...found, addon: narrowed(found.addon) };
}

function narrowed(driver: NativeDriver): NativeDriver {
  return {
    name: driver.name,
    devices: (options) => driver.devices(options).map(withoutFp64),
    open: (index, options) => withFacts(driver.open(index, options)),
    allocateAligned: (bytes) => driver.allocateAligned(bytes),
    alignmentOf: (bytes) => driver.alignmentOf(bytes),
    interchange: driver.interchange,
  };
}

function withFacts(device: NativeDevice): NativeDevice {
  return new Proxy(device, {
    get(target, name) {
      if (name === "facts") return withoutFp64(target.facts);
      if (name === "build") return (source: string, options: readonly string[]) => target.build(`#define double no_type_of_this_device\n${source}`, options);
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? (member as () => unknown).bind(target) : member;
    },
  });
}

function withoutFp64<Facts extends NativeDeviceFacts | DeviceFacts>(facts: Facts): Facts {
  return { ...facts, fp64: false };
}

function withoutDoubles(verdict: Verdict): Verdict {
  return verdict !== true && "devices" in verdict ? { devices: verdict.devices.map(withoutFp64) } : verdict;
}
