import type { Backend, Kernel } from "@openhcs/core";

/** The same backend with other members in one of its kernels, so that a check can listen to it. */
export function withKernel(backend: Backend, kernel: Kernel, members: Partial<Kernel>): Backend {
  const kernels = backend.kernels?.map((other) => (other === kernel ? { ...kernel, ...members } : other));
  return Object.create(backend, { kernels: { value: kernels, enumerable: true } }) as Backend;
}
