import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";

/** Arithmetic of complex numbers in float64. */
export function partsProgram(work: DeviceWork): Promise<Program> {
  return work.program(kernelSource("fourier/parts.cl", { compute: "float64" }));
}
