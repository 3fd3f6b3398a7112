export * from "./plan.js";
export * from "./plan-errors.js";
export type { CallFacts, Candidate } from "./candidate.js";
export { PlannedCall } from "./planned-call.js";
export type { CallPlanner, PlanRequest } from "./planner.js";
export { formatBytes, formatUs } from "./format.js";
