import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { loadTensorflow, type Tf } from "./tensorflow.js";

/** A GPUDevice that several backends use, as `gpuDevice()` of @openhcs/backend-webgpu gives it. */
export interface SharedGpu {
  /** Names the device. */
  readonly id: string;
  acquire(): Promise<unknown>;
  /** Once for every `acquire`. */
  release(): void;
}

export interface GpuEngine {
  /** Under which TensorFlow.js knows it. */
  readonly registeredName: string;
  close(): void;
}

interface Opened {
  users: number;
  readonly opening: Promise<Tf>;
}

const opened = new Map<string, Opened>();

/** TensorFlow.js's engine for WebGPU on a device of somebody else's: once per device, until its last user closes it. */
export async function openOnGpu(gpu: SharedGpu): Promise<GpuEngine> {
  const registeredName = `webgpu on ${gpu.id}`;
  const engine = opened.get(gpu.id) ?? { users: 0, opening: register(gpu, registeredName) };
  opened.set(gpu.id, engine);
  engine.users++;
  try {
    const tf = await engine.opening;
    return {
      registeredName,
      close() {
        if (--engine.users > 0) return;
        opened.delete(gpu.id);
        tf.removeBackend(registeredName);
        gpu.release();
      },
    };
  } catch (error) {
    opened.delete(gpu.id);
    throw error;
  }
}

async function register(gpu: SharedGpu, name: string): Promise<Tf> {
  const [tf, { WebGPUBackend: Engine }] = [await loadTensorflow(), await import("@tensorflow/tfjs-backend-webgpu")];
  const device = await gpu.acquire() as ConstructorParameters<typeof WebGPUBackend>[0];
  try {
    const engine = withNavigatorGpu(() => new Engine(device));
    tf.registerBackend(name, () => engine);
    // Kernels outlive the engine that they were registered for.
    if (tf.getKernelsForBackend(name).length === 0) tf.copyRegisteredKernels("webgpu", name);
    return tf;
  } catch (error) {
    gpu.release();
    throw error;
  }
}

/** The engine looks for `navigator.gpu`, which Node has not, before it takes a device. */
function withNavigatorGpu<Result>(work: () => Result): Result {
  const host = globalThis as { navigator?: object & { gpu?: unknown } };
  if (host.navigator?.gpu !== undefined) return work();
  const target = host.navigator ?? host;
  const [name, value] = target === host ? ["navigator", { gpu: {} }] : ["gpu", {}];
  Object.defineProperty(target, name, { value, configurable: true });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(target, name);
  }
}
