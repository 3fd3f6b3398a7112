import { InterchangeRefusedError, isDtype, sizeOf, bytesPerElement, type Dtype, type ExportForm, type ImportForm } from "@openhcs/core";
import type { WebGpuArray } from "../session/gpu-array.js";
import type { WebGpuSession } from "../session/webgpu-session.js";

/** What is handed over between those who share a device: elements of 4 bytes, packed from the start of the buffer. */
export interface GpuBufferHandle {
  readonly device: GPUDevice;
  readonly buffer: GPUBuffer;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

const form = "gpu-buffer";

/** Dtypes that others lay out alike. */
const dtypes: readonly Dtype[] = ["float32", "int32", "uint32"];

/** The form by which those who share a device meet; its location is the device's name. */
export function gpuBufferForm(sharedId: string): { readonly exports: readonly ExportForm<WebGpuArray>[]; readonly imports: readonly ImportForm<WebGpuArray>[] } {
  const common = { form, dtypes, cost: { latencyUs: 5, gbPerSec: 100 }, copies: false, location: () => sharedId } as const;
  return {
    exports: [{ ...common, export: lend }],
    imports: [{ ...common, import: async (given, { session }) => take(given.handle, await (session as WebGpuSession).device(), given.release?.bind(given)) }],
  };
}

/** One queue serves all who share the device, so that what is enqueued later finds it written. */
function lend(array: WebGpuArray): ReturnType<ExportForm<WebGpuArray>["export"]> {
  const { dtype, shape, bytes: byteLength, buffer } = array;
  if (!dtypes.includes(dtype)) throw new InterchangeRefusedError(form, `carries ${dtypes.join(", ")}, not ${dtype}`);
  buffer.device.check();
  const kept = array.retain();
  const handle: GpuBufferHandle = { device: buffer.device.gpu, buffer: buffer.gpu, dtype, shape, byteLength };
  return { form, spec: buffer.device.type.spec(array), handle, release: () => kept.dispose() };
}

function take(given: unknown, device: Awaited<ReturnType<WebGpuSession["device"]>>, release: (() => void) | undefined): WebGpuArray {
  const { device: owner, buffer: gpu, dtype, shape, byteLength } = given as Partial<GpuBufferHandle> ?? {};
  if (owner !== device.gpu) throw new InterchangeRefusedError(form, "the buffer is of another device");
  if (gpu === undefined || shape === undefined || !isDtype(dtype) || !dtypes.includes(dtype)) throw new InterchangeRefusedError(form, `the handle must have a buffer, a shape and a dtype of ${dtypes.join(", ")}`);
  if (byteLength !== sizeOf(shape) * bytesPerElement(dtype) || gpu.size < byteLength) throw new InterchangeRefusedError(form, `the buffer has ${byteLength} bytes, which are none of ${dtype}, [${shape.join(", ")}]`);
  const taken = device.type.wrap({ device, gpu, bytes: gpu.size }, { dtype, shape, device: 0 }, () => {});
  if (release !== undefined) taken.storage.borrow(release);
  return taken;
}
