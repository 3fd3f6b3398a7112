import { Pool } from "@openhcs/device/portable";
import { messageOf } from "@openhcs/core";
import { lostError } from "./error-scope.js";
import type { GpuMemory } from "./gpu-array.js";
import type { OpenGpu } from "./open-gpu.js";
import { mostAtOnce, padded } from "./whole-words.js";

const usage = { mapRead: 0x1, copyTarget: 0x8 } as const;

/** What the host reads from is memory of its own, of which some is kept: fresh memory takes many times as long. */
const mostIdleBytes = 256 * 2 ** 20;

interface Staging {
  readonly gpu: GPUBuffer;
  readonly bytes: number;
}

/** Reads what lies on a device. */
export class Readback {
  readonly #device: OpenGpu;
  readonly #pool: Pool<Staging>;

  constructor(device: OpenGpu) {
    this.#device = device;
    this.#pool = new Pool<Staging>({
      allocate: (bytes) => ({ bytes, gpu: device.gpu.createBuffer({ size: padded(bytes), usage: usage.mapRead | usage.copyTarget }) }),
      free: ({ gpu }) => gpu.destroy(),
    }, "webgpu", Number.MAX_SAFE_INTEGER);
  }

  get pooledBytes(): number {
    return this.#pool.pooledBytes;
  }

  /** The first bytes of it, when what was enqueued before has ended. */
  async read(from: GpuMemory, into: Uint8Array): Promise<void> {
    for (let at = 0; at < into.byteLength; at += mostAtOnce) await this.#readPiece(from, into.subarray(at, at + mostAtOnce), at);
  }

  async #readPiece({ gpu: from }: GpuMemory, into: Uint8Array, offset: number): Promise<void> {
    const bytes = padded(into.byteLength);
    const { gpu } = this.#device;
    const staging = this.#pool.take(bytes);
    const { accepted } = this.#device.do(() => {
      const encoder = gpu.createCommandEncoder();
      encoder.copyBufferToBuffer(from, offset, staging.gpu, 0, bytes);
      gpu.queue.submit([encoder.finish()]);
    });
    try {
      await accepted;
      await staging.gpu.mapAsync(1, 0, bytes).catch((error: unknown) => { throw lostError(this.#device.name, messageOf(error), error); });
      into.set(new Uint8Array(staging.gpu.getMappedRange(0, bytes), 0, into.byteLength));
      staging.gpu.unmap();
    } catch (error) {
      this.#pool.forget(staging);
      throw error;
    }
    this.#pool.give(staging);
    if (this.#pool.pooledBytes > mostIdleBytes) this.#pool.trim();
  }

  trim(): void {
    this.#pool.trim();
  }

}
