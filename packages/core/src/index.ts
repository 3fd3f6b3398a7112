export * from "./array/index.js";
export * from "./errors/openhcs-error.js";
