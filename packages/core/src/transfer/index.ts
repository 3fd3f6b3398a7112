export { predictUs, type Cost } from "./cost.js";
export * from "./route.js";
export * from "./transfer.js";
export * from "./transfer-errors.js";
export { formatHops, type TransferEdge } from "./graph.js";
export { formatPlace, hostPlace, type Place } from "./place.js";
