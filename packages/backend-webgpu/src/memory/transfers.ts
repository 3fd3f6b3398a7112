import { NdArray, type Transfer, type TransferContext } from "@openhcs/core";
import { heldDtypes, isHeld } from "./held-dtypes.js";
import type { WebGpuArray } from "../session/gpu-array.js";
import { worked } from "../session/gpu-work.js";
import type { WebGpuSession } from "../session/webgpu-session.js";

const cost = { latencyUs: 300, gbPerSec: 4 };
const signal = new AbortController().signal;

/** Bytes lie on the device as on the host. */
export const transfers: readonly Transfer<WebGpuSession>[] = [
  { from: "ndarray", to: "webgpu", copies: true, cost, run: upload },
  { from: "webgpu", to: "ndarray", copies: true, cost, run: download },
];

async function upload(array: NdArray, { session }: TransferContext<WebGpuSession>): Promise<WebGpuArray> {
  if (!isHeld(array.dtype)) throw new TypeError(`webgpu holds ${heldDtypes.join(", ")}, not ${array.dtype}.`);
  return worked(await session.device(), signal, (work) => work.filled(array.dtype, array.shape, bytesIn(array)));
}

async function download({ dtype, shape, buffer }: WebGpuArray): Promise<NdArray> {
  const made = NdArray.zeros(shape, dtype);
  await buffer.device.readback.read(buffer, bytesIn(made));
  return made;
}

function bytesIn({ data, bytes }: NdArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, bytes);
}
