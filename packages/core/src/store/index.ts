export * from "./function-store.js";
export { memoryStore } from "./memory-store.js";
export { isSameSource } from "./same-source.js";
export { sha256 } from "./sha256.js";
export * from "./store-errors.js";
export { checkStoreName } from "./store-name.js";
export { historyOf, type NamedVersion } from "./version-log.js";
