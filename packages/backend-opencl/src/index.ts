export { opencl, type OpenClOptions } from "./opencl.js";
export type { OpenClArray } from "./opencl-array.js";
