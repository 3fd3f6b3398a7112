import { checkInterchangeSpec, InterchangeRefusedError, type DeviceArray, type Interchange } from "@openhcs/core";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { OpenDevice } from "../session/open-device.js";
import { borrowed } from "./borrowed.js";
import type { DeviceForm } from "./device-form.js";
import { refusedByDevice } from "./refused-by-device.js";

type Array = DeviceArray<DeviceBuffer>;

/** Plain data, which goes to another process as it is. */
export interface CudaIpcHandle {
  /** The 64 bytes of a CUipcMemHandle, in base64. */
  readonly memory: string;
  /** Of the elements, in bytes from where the handle's memory begins. */
  readonly offset: number;
  readonly bytes: number;
  /** UUID of the GPU. */
  readonly device: string;
  /** The process that made it, which cannot open it. */
  readonly process: string;
}

const form = "cuda-ipc";
const common = { form, betweenProcesses: true, location: (device: number, facts?: { readonly [fact: string]: unknown }) => `cuda:${String(facts?.["uuid"] ?? device)}` } as const;

const thisProcess = `${process.pid}@${performance.timeOrigin}`;

/** Arrays on a GPU for other processes that use the same one: a copy in memory of its own, for that of CUDA's pools cannot be opened so. It stays until the release. */
export const cudaIpc: DeviceForm = {
  export: { ...common, copies: true, cost: { latencyUs: 150, gbPerSec: 500 }, export: lend },
  import: { ...common, copies: "onRequest", cost: { latencyUs: 100, gbPerSec: Infinity }, import: (given, { session, device, fresh }) => open(given, (session as DeviceSession).device(device), fresh) },
};

async function lend(array: Array): Promise<Interchange> {
  const { bytes, buffer } = array;
  const { device } = buffer;
  const copy = device.sharing.allocateForProcesses(Math.max(bytes, 1));
  try {
    device.copy(buffer, 0, copy, 0, bytes);
    await device.ready(copy);
    const { bytes: memory, offset } = device.sharing.processHandle(copy);
    const handle: CudaIpcHandle = { memory: Buffer.from(memory).toString("base64"), offset, bytes, device: device.facts.uuid, process: thisProcess };
    let ended = false;
    const release = () => {
      if (!ended) device.pool.forget(copy);
      ended = true;
    };
    return { form, spec: device.type.spec(array), handle, release };
  } catch (error) {
    device.pool.forget(copy);
    throw error;
  }
}

async function open(given: Interchange, device: OpenDevice, fresh: boolean): Promise<Array> {
  const { memory, offset, bytes } = handleOf(given, device.facts);
  return borrowed(device, given.spec, fresh, {
    open: () => ({ buffer: refusedByDevice(form, () => device.sharing.openProcessHandle(memory, offset, bytes)), close() {} }), // The device closes it with the buffer.
    release: () => given.release?.(),
  });
}

/** What came from another process may be anything. */
function handleOf({ spec, handle }: Interchange, { name, uuid }: { readonly name: string; readonly uuid: string }): { readonly memory: Uint8Array; readonly offset: number; readonly bytes: number } {
  const { memory, offset, bytes, device, process: maker } = (handle ?? {}) as Partial<CudaIpcHandle>;
  const isHandle = typeof memory === "string" && Number.isSafeInteger(offset) && (offset as number) >= 0 && typeof bytes === "number";
  if (!isHandle) throw new InterchangeRefusedError(form, "the handle must have the memory's, an offset, and bytes");
  if (maker === thisProcess) throw new InterchangeRefusedError(form, "CUDA opens no handle in the process that made it; use dlpack within a process");
  if (device !== uuid) throw new InterchangeRefusedError(form, `the memory lies on ${String(device)}, and ${name} is ${uuid}`);
  checkInterchangeSpec(form, spec, bytes);
  return { memory: Buffer.from(memory, "base64"), offset: offset as number, bytes };
}
