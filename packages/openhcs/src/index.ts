export * from "@openhcs/core";
export * from "@openhcs/functions";
export * from "@openhcs/io";
export { createRuntime, libraryFunctions } from "./create-runtime.js";
export { nodeBackendFinder } from "./node/backend-finder.js";
export { cacheFolder } from "./node/cache-folder.js";
export { fileProbeCache } from "./node/probe-cache.js";
