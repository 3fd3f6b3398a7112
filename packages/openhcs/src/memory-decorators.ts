import { memory, type Decorator } from "@openhcs/core";

// Decorators of well-known memory types. They are pure tags: the backend that brings the type need not be installed to use one.
export const opencl: Decorator = memory("opencl");
export const cuda: Decorator = memory("cuda");
export const webgpu: Decorator = memory("webgpu");
export const tfjs: Decorator = memory("tfjs");
export const gpujs: Decorator = memory("gpujs");
export const numpy: Decorator = memory("numpy");
export const cupy: Decorator = memory("cupy");
export const torch: Decorator = memory("torch");
export const tensorflow: Decorator = memory("tensorflow");
export const jax: Decorator = memory("jax");
export const pyclesperanto: Decorator = memory("pyclesperanto");
