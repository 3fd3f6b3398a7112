export * from "./array-spec.js";
export * from "./device-array.js";
export * from "./interchange-form.js";
export * from "./memory-errors.js";
export * from "./memory-type.js";
export type { MemoryReport } from "./ledger.js";
export { ndarrayType } from "./ndarray-type.js";
