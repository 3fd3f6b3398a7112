export * from "./pattern.js";
export * from "./pattern-errors.js";
