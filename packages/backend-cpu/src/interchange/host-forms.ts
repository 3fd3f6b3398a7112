import type { BroughtForms, NdArray } from "@openhcs/core";
import { exportTensor, importTensor } from "./dlpack.js";
import { exportSegment, importSegment } from "./shared-memory.js";

/** Not less than the ways that devices have of their own. */
const byPointer = { form: "dlpack", cost: { latencyUs: 60, gbPerSec: 8 } } as const;
const byName = { form: "shared-memory", betweenProcesses: true, cost: { latencyUs: 200, gbPerSec: 4 } } as const;

/** How host arrays go to other native packages of the process, and to other processes. */
export const hostForms: BroughtForms<NdArray> = {
  memoryType: "ndarray",
  exports: [{ ...byPointer, copies: false, export: exportTensor }, { ...byName, copies: true, export: exportSegment }],
  imports: [{ ...byPointer, copies: "onRequest", import: importTensor }, { ...byName, copies: "onRequest", import: importSegment }],
};
