import { defineBackend, deviceMemory, kernelFor, NdArray, type DeviceArray, type Transfer } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";

export type VaultArray = DeviceArray<Float32Array>;

/** A toy device: float32 elements that only its own kernels touch, and a count of everything that goes in and out. */
export function vault() {
  const moved = { up: 0, down: 0, kernels: 0 };
  const memory = deviceMemory<Float32Array>({ name: "vault", dtypes: ["float32"] });
  const upload: Transfer<object, NdArray, VaultArray> = {
    from: "ndarray", to: "vault", cost: { latencyUs: 10, gbPerSec: 10 }, copies: true,
    run: ({ data, shape, dtype }) => {
      moved.up++;
      return memory.wrap(Float32Array.from(data as Float32Array), { shape, dtype }, () => {});
    },
  };
  const download: Transfer<object, VaultArray, NdArray> = {
    from: "vault", to: "ndarray", cost: { latencyUs: 10, gbPerSec: 10 }, copies: true,
    run: ({ buffer, shape, dtype }) => {
      moved.down++;
      return new NdArray({ data: buffer.slice(), shape, dtype });
    },
  };
  /** Not a Gaussian at all, which shows who computed. */
  const kernel = kernelFor(gaussian, {
    memoryType: "vault", cost: { latencyUs: 1, gbPerSec: 100 },
    run: ({ image }: { readonly image: VaultArray }) => {
      moved.kernels++;
      return memory.wrap(image.buffer.map((value) => value + 100), image, () => {});
    },
  });
  const backend = defineBackend(() => ({ name: "vault", memoryTypes: [memory], transfers: [upload, download], kernels: [kernel], probe: () => true, open: () => ({}) }));
  return { backend: backend(), moved };
}
