export type { GuestHost, HandleDescription } from "./guest-host.js";
export type { GuestImport, GuestSource } from "./guest-source.js";
export { GuestValueError } from "./guest-value-error.js";
export * from "./isolation-errors.js";
export { Isolation, type ChildFacts, type EvaluateOptions } from "./isolation.js";
export { defaultLimits, type IsolationLimits } from "./limits.js";
export type { IsolationOptions } from "./options.js";
export type { Guarantee, IsolationReport } from "./report.js";
