import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import { InterchangeRefusedError, sizeOf, type ExportForm, type ImportForm, type Interchange } from "@openhcs/core";
import type { TfSession } from "../engine/session.js";
import { backendOf } from "../engine/turns.js";
import { follow, onFree } from "./tensor-storage.js";
import { live, specOf } from "./tensor.js";

/** What is handed over between those who share a device: elements of 4 bytes, packed from the start of the buffer. */
interface GpuBufferHandle {
  readonly device: unknown;
  readonly buffer: Parameters<typeof WebGPUBackend.prototype.createTensorFromGPUData>[0]["buffer"];
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

type Buffer = GpuBufferHandle["buffer"];

/** What is used of an engine for WebGPU besides what TensorFlow.js documents. */
interface GpuEngine {
  readonly device: {
    readonly queue: { submit(commands: readonly unknown[]): void };
    createBuffer(traits: { readonly size: number; readonly usage: number }): Buffer;
    createCommandEncoder(): { copyBufferToBuffer(from: Buffer, fromOffset: number, to: Buffer, toOffset: number, bytes: number): void; finish(): unknown };
  };
  readonly disposed: boolean;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** GPUBufferUsage.STORAGE | COPY_SRC | COPY_DST */
const usage = 0x80 | 0x04 | 0x08;

const form = "gpu-buffer";
const dtypes = ["float32", "int32"] as const;

/** The form by which those who share a device meet; its location is the device's name. Elements are copied there: tensors need buffers of just their size. */
export function gpuBufferForm(sharedId: string): { readonly exports: readonly ExportForm<Tensor>[]; readonly imports: readonly ImportForm<Tensor>[] } {
  const common = { form, dtypes, location: () => sharedId, cost: { latencyUs: 50, gbPerSec: 20 }, copies: true } as const;
  return { exports: [{ ...common, export: lend }], imports: [{ ...common, import: take }] };
}

function lend(tensor: Tensor): Interchange {
  const engine = engineOf(live(tensor));
  engine.uploadToGPU(tensor.dataId); // What came from the host lies there until a kernel needs it.
  const { buffer, tensorRef } = tensor.dataToGPU() as unknown as { readonly buffer: Buffer; readonly tensorRef: Tensor };
  const { dtype, shape } = tensor;
  const spec = specOf(tensor);
  const handle: GpuBufferHandle = { device: engine.device, buffer, dtype, shape, byteLength: spec.bytes };
  return { form, spec, handle, release: () => tensorRef.dispose() };
}

function take({ handle, release }: Interchange, { session }: { readonly session: unknown }): Tensor {
  const { buffer, device, dtype, shape, byteLength } = (handle ?? {}) as Partial<GpuBufferHandle>;
  const held = dtypes.find((each) => each === dtype);
  if (buffer === undefined || shape === undefined || held === undefined) throw new InterchangeRefusedError(form, `the handle must have a buffer, a shape and a dtype of ${dtypes.join(", ")}`);
  if (byteLength !== sizeOf(shape) * 4 || buffer.size < byteLength) throw new InterchangeRefusedError(form, `the buffer has ${byteLength} bytes, which are none of ${held}, [${shape.join(", ")}]`);
  const { tensor, own } = (session as TfSession).run((tf) => {
    const { device: ours } = tf.backend() as unknown as GpuEngine;
    if (device !== ours) throw new InterchangeRefusedError(form, "the buffer is of another device");
    const copy = copied(ours, buffer, byteLength);
    return { own: copy, tensor: tf.tensor({ buffer: copy, zeroCopy: true } as never, [...shape], held) };
  });
  const engine = engineOf(tensor);
  follow(tensor);
  onFree(tensor, () => {
    flush(engine);
    own.destroy();
  });
  release?.();
  return tensor;
}

function copied(device: GpuEngine["device"], from: Buffer, bytes: number): Buffer {
  const own = device.createBuffer({ size: Math.max(4, bytes), usage });
  const commands = device.createCommandEncoder();
  commands.copyBufferToBuffer(from, 0, own, 0, bytes);
  device.queue.submit([commands.finish()]);
  return own;
}

function engineOf(tensor: Tensor): GpuEngine {
  return backendOf(tensor) as unknown as GpuEngine;
}

/** Whatever still reads a buffer goes to the device before the buffer goes; an engine that was closed has nothing more to do. */
function flush(engine: GpuEngine): void {
  if (engine.disposed) return;
  engine.ensureCommandEncoderReady();
  engine.endComputePassEncoder();
  engine.submitQueue();
}
