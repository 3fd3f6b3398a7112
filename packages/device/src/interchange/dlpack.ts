import { bytesPerElement, dlpackDevice, dlpackType, InterchangeRefusedError, refusing, sizeOf, specOfDlpack, type DeviceArray, type DeviceFacts, type Dtype, type Interchange, type Shape } from "@openhcs/core";
import type { DescribedTensor } from "@openhcs/native/device";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { OpenDevice } from "../session/open-device.js";
import { borrowed, uploaded } from "./borrowed.js";
import type { DeviceForm } from "./device-form.js";
import { refusedByDevice } from "./refused-by-device.js";

type Array = DeviceArray<DeviceBuffer>;

type TensorForm = "dlpack" | "opencl-mem";

export interface TensorFormOptions {
  readonly form: TensorForm;
  /** What DLPack calls the devices of the driver. */
  readonly kind: number;
  /** Whether it lies where the device has it, also where the host has the same memory. */
  readonly own: boolean;
  location(device: number, facts?: DeviceFacts): string;
}

/** Views through a pointer cost little more than the waiting; not less than the ways that a backend has of its own. */
const cost = { latencyUs: 60, gbPerSec: 8 };

/** Arrays by pointer, for other native packages of this process: an External that carries a tensor of DLPack 0.8. */
export function tensorForm({ form, kind, own, location }: TensorFormOptions): DeviceForm {
  const common = { form, location, cost };
  return {
    export: { ...common, copies: false, export: (array: Array) => lend(form, array, own) },
    import: { ...common, copies: "onRequest", import: (given, { session, device, fresh }) => take({ form, kind }, given, (session as DeviceSession).device(device), fresh) },
  };
}

async function lend(form: TensorForm, array: Array, own: boolean): Promise<Interchange> {
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

async function take({ form, kind }: Pick<TensorFormOptions, "form" | "kind">, given: Interchange, device: OpenDevice, fresh: boolean): Promise<Array> {
  const { interchange } = device.driver;
  const told = refusing(form, () => interchange.describe(given.handle));
  const spec = specOfDlpack(form, told);
  const release = () => given.release?.();
  const open = () => interchange.take(given.handle);
  if (!liesWhereItIsUsed(form, told, { device, kind, spec })) return uploaded(device, spec, { open, release });
  return borrowed(device, spec, fresh, {
    open() {
      const buffer = refusedByDevice(form, () => device.sharing.adopt(told, told.byteOffset, sizeOf(spec.shape) * bytesPerElement(spec.dtype)));
      const taken = open();
      return { buffer, close: () => interchange.giveBack(taken) };
    },
    release,
  });
}

/** Memory of the host is copied where the device does not work in that, or not at such an address; that of the device's own kind is used as it lies. */
function liesWhereItIsUsed(form: TensorForm, tensor: DescribedTensor, { device: { facts }, kind, spec: { dtype, shape } }: { readonly device: OpenDevice; readonly kind: number; readonly spec: { readonly dtype: Dtype; readonly shape: Shape } }): boolean {
  if (sizeOf(shape) === 0) return false;
  const at = tensor.address + BigInt(tensor.byteOffset);
  if (tensor.kind === dlpackDevice.cpu) return facts.sharesHostMemory && at % 16n === 0n;
  if (tensor.kind !== kind) throw new InterchangeRefusedError(form, `the tensor lies on device ${tensor.index} of kind ${tensor.kind}, and ${facts.name} takes those of the kinds ${dlpackDevice.cpu} and ${kind}`);
  const width = bytesPerElement(dtype);
  if (kind === dlpackDevice.cuda && at % BigInt(width) !== 0n) throw new InterchangeRefusedError(form, `elements of ${dtype} lie at multiples of ${width} bytes, and the tensor begins at ${at}`);
  return true;
}
