export * from "./plan.js";
export * from "./plan-errors.js";
export type { CallPlanner, PlanRequest } from "./planner.js";
export { formatBytes, formatUs } from "./format.js";
