export { provide, provideFactory, type Service } from "./container.js";
export * from "./tokens.js";
