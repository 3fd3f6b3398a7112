export { suggest } from "./nearest.js";
export { Registry, type RegistryChange, type RegistryView } from "./registry.js";
export * from "./registry-errors.js";
