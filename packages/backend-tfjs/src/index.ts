export { tfjs, type TfjsOptions } from "./tfjs.js";
export { tf } from "./library/tf.js";
export type { TfjsArray } from "./memory/tensor-type.js";
export type { SharedGpu } from "./engine/shared-gpu.js";
export type { EngineName } from "./engine/engine-names.js";
