export { suggest } from "./nearest.js";
export { Registry, type RegistryChange } from "./registry.js";
export * from "./registry-errors.js";
