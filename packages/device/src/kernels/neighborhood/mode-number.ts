import { boundaryModes, type BoundaryMode } from "@openhcs/functions/for-kernels";

/** The number by which `neighborhood/boundary.cl` knows a mode. */
export function modeNumber(mode: BoundaryMode): number {
  return boundaryModes.indexOf(mode);
}
