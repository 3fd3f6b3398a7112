export * from "./filters/gaussian-blur.js";
export * from "./filters/gaussian.js";
