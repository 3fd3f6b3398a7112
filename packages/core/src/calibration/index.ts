export type { CalibrateOptions, Calibration } from "./calibration.js";
export type { CostBook } from "./cost-book.js";
