export * from "./ambient.js";
export type { CallOptions, Progress } from "./call-options.js";
export type { ReferenceRunner } from "./reference-runner.js";
export type * from "./call-record.js";
export { recordOf } from "./caller.js";
export { rawKernelRefusal } from "./raw-kernel-refusal.js";
export { RawKernelsMissingError, type RawKernelOptions, type UserKernel, type UserKernelOptions } from "./raw-kernel.js";
export * from "./run-errors.js";
export { progress, run } from "./within-call.js";
