export { createRuntime, type RuntimeOptions } from "./create-runtime.js";
export type { EventSink, RuntimeEventMap, RuntimeEvents } from "./events.js";
export type * from "./inference.js";
export type * from "./runtime.js";
