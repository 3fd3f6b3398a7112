export { gpujs, type GpuJsOptions } from "./gpujs.js";
export type { GpuJsArray } from "./memory.js";
export type { Mode } from "./engine/modes.js";
