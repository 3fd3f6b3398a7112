export { convertDtype } from "./convert.js";
export * from "./policy.js";
