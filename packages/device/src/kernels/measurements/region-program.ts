import type { Dtype } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import { segmentGroup } from "../labels/segments.js";

/** What is measured of regions with intensities of a dtype. @param rank of the image whose moments are asked for */
export function regionProgram(intensity: Dtype, rank: number, work: DeviceWork): Promise<Program> {
  return work.program(kernelSource("measurements/regions.cl", { elements: { W: intensity }, compute: "float64", defines: { GROUP: segmentGroup, AXES: rank === 3 ? 3 : 2 } }));
}
