export * from "./backend.js";
export * from "./backend-errors.js";
export * from "./backend-source.js";
export * from "./contract-version.js";
export * from "./define-backend.js";
export type * from "./fusion.js";
export * from "./kernel-build-error.js";
export { isAvailable, type ProbeCache } from "./probe.js";
export type * from "./raw-kernel.js";
