import { dlpackDevice, dlpackType, InterchangeRefusedError, sizeOf, specOfDlpack, type DeviceArray, type DeviceFacts, type Interchange } from "@openhcs/core";
import type { DescribedTensor } from "@openhcs/native/device";
import { filled } from "../memory/filled.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { OpenDevice } from "../session/open-device.js";
import { borrowed } from "./borrowed.js";
import type { DeviceForm } from "./device-form.js";
import { refusing } from "./refusals.js";

type Array = DeviceArray<DeviceBuffer>;

export interface TensorFormOptions {
  readonly form: "dlpack" | "opencl-mem";
  /** Whether it lies where the device has it, also where the host has the same memory. */
  readonly own: boolean;
  location(device: number, facts?: DeviceFacts): string;
}

/** Views through a pointer cost little more than the waiting; not less than the ways that a backend has of its own. */
const cost = { latencyUs: 60, gbPerSec: 8 };

/** Arrays by pointer, for other native packages of this process: an External that carries a tensor of DLPack 0.8. */
export function tensorForm({ form, own, location }: TensorFormOptions): DeviceForm {
  const common = { form, location, cost };
  return {
    export: { ...common, copies: false, export: (array: Array) => lend(form, array, own) },
    import: { ...common, copies: "onRequest", import: (given, { session, device, fresh }) => take(form, given, (session as DeviceSession).device(device), fresh) },
  };
}

async function lend(form: string, array: Array, own: boolean): Promise<Interchange> {
  const { dtype, shape, buffer } = array;
  const { device } = buffer;
  const { interchange } = device.driver;
  const kept = array.retain();
  const end = disposer(kept);
  try {
    await device.ready(buffer);
    const location = device.sharing.locate(buffer, own);
    const handle = interchange.lend({ ...location, ...dlpackType(dtype), shape }, location.address, end);
    return { form, spec: device.type.spec(array), handle, release: () => { if (interchange.reclaim(handle)) end(); } };
  } catch (error) {
    end();
    throw error;
  }
}

/** In a scope of its own: it is kept until the loan ends, and must not keep the handle, whose end may be that of the loan. */
function disposer(kept: Array): () => void {
  return () => kept.dispose();
}

async function take(form: string, given: Interchange, device: OpenDevice, fresh: boolean): Promise<Array> {
  const { interchange } = device.driver;
  const told = refusing(form, () => interchange.describe(given.handle));
  const spec = specOfDlpack(told);
  const bytes = sizeOf(spec.shape) * told.bits / 8;
  const place = placeOf(form, told, device, bytes);
  const buffer = place === "as it lies" ? refusing(form, () => device.sharing.adopt(told, told.byteOffset, bytes)) : undefined;
  const taken = interchange.take(given.handle);
  const end = () => {
    interchange.giveBack(taken);
    given.release?.();
  };
  if (buffer !== undefined) return borrowed(buffer, spec, fresh, end);
  try {
    return await filled(device.array(spec.dtype, spec.shape), (made) => (bytes === 0 ? undefined : device.write(made.buffer, taken)));
  } finally {
    end();
  }
}

/** Memory of the host is copied where the device does not work in that, or not at such an address; that of its own kind is used as it lies. */
function placeOf(form: string, { kind, index, address, byteOffset }: DescribedTensor, { facts, driver }: OpenDevice, bytes: number): "as it lies" | "copied" {
  if (bytes === 0) return "copied";
  if (kind === dlpackDevice.cpu) return facts.sharesHostMemory && (address + BigInt(byteOffset)) % 16n === 0n ? "as it lies" : "copied";
  const own = driver.name === "cuda" ? dlpackDevice.cuda : dlpackDevice.opencl;
  if (kind === own) return "as it lies";
  throw new InterchangeRefusedError(form, `the tensor lies on device ${index} of kind ${kind}, and ${facts.name} takes those of the kinds ${dlpackDevice.cpu} and ${own}`);
}
