import { deviceMemory, type DeviceMemory } from "@openhcs/core";
import { gpuBufferForm } from "../interchange/gpu-buffer.js";
import type { GpuMemory, WebGpuArray } from "../session/gpu-array.js";
import { template } from "../template.js";
import { convert, converts } from "./conversion.js";
import { heldDtypes } from "./held-dtypes.js";
import { plane, stack } from "./planes.js";

/** What arrays of WebGPU devices are; where they can be handed over hangs on who shares the device. */
export function webgpuMemory(sharedId: string): DeviceMemory<GpuMemory> {
  const settled = ({ buffer }: WebGpuArray) => buffer.device.ready();
  return deviceMemory<GpuMemory>({ name: "webgpu", template, dtypes: heldDtypes, converts, convert, plane, stack, settled, ...gpuBufferForm(sharedId) });
}
