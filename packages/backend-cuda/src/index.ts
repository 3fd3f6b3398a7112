export { buildOptions } from "./build-options.js";
export { cuda, type CudaOptions } from "./cuda.js";
export type { CudaArray } from "./cuda-array.js";
