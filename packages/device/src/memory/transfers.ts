import { NdArray, sizeOf, viewBytes, type DeviceArray, type Transfer, type TransferContext } from "@openhcs/core";
import { viewOn } from "../interchange/borrowed.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceMemoryType } from "./device-memory-type.js";
import { filled } from "./filled.js";

type Array = DeviceArray<DeviceBuffer>;

/** The ways of a device's arrays from and to the host, and between its devices. Where device and host share memory, so do the arrays. */
export function deviceTransfers(type: DeviceMemoryType): readonly Transfer<DeviceSession>[] {
  const { name } = type;
  return [
    { from: "ndarray", to: name, copies: "onRequest", cost: { latencyUs: 60, gbPerSec: 8 }, run: upload },
    { from: name, to: "ndarray", copies: "onRequest", cost: { latencyUs: 60, gbPerSec: 8 }, run: download },
    { from: name, to: name, copies: true, cost: { latencyUs: 120, gbPerSec: 5 }, run: moveBetween },
  ];
}

async function upload(array: NdArray, { session, device: index, fresh }: TransferContext<DeviceSession>): Promise<Array> {
  const device = session.device(index);
  const { dtype, shape } = array;
  const bytes = bytesIn(array);
  const shared = fresh ? undefined : device.wrapHost(bytes);
  if (shared !== undefined) {
    const lender = array.retain();
    return viewOn(shared, array, () => lender.dispose());
  }
  return filled(device.array(dtype, shape), ({ buffer }) => device.write(buffer, bytes));
}

async function download(array: Array, { fresh }: TransferContext<DeviceSession>): Promise<NdArray> {
  const { dtype, shape, buffer } = array;
  if (fresh || buffer.host === undefined) return read(array);
  const lender = array.retain();
  try {
    await buffer.device.ready(buffer);
  } catch (error) {
    lender.dispose();
    throw error;
  }
  const { buffer: bytes, byteOffset } = buffer.host;
  const view = new NdArray({ data: viewBytes(dtype, bytes, byteOffset, sizeOf(shape)), shape, dtype });
  view.storage.onFree((dropped) => {
    if (dropped) buffer.device.pool.keepOut(buffer); // Somebody may still use a typed array of these bytes.
  });
  view.storage.borrow(() => lender.dispose());
  return view;
}

async function read({ dtype, shape, buffer }: Array): Promise<NdArray> {
  const made = NdArray.zeros(shape, dtype);
  await buffer.device.read(buffer, bytesIn(made));
  return made;
}

/** Directly where the driver links the two devices, else through the host's memory. */
async function moveBetween(array: Array, { session, device: index }: TransferContext<DeviceSession>): Promise<Array> {
  const device = session.device(index);
  const { buffer: from } = array;
  if (device.sharing.isLinkedTo(from.device)) {
    return filled(device.array(array.dtype, array.shape), ({ buffer }) => device.sharing.copyFrom(from.device, from, buffer, array.bytes));
  }
  const host = await read(array);
  return filled(device.array(array.dtype, array.shape), ({ buffer }) => device.write(buffer, bytesIn(host)));
}

function bytesIn({ data, bytes }: NdArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, bytes);
}
