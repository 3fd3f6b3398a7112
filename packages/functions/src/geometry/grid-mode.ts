import type { BoundaryMode } from "../neighborhood/boundary.js";
import type { InterpolationMode } from "./interpolation-mode.js";

/** The mode of interpolation that continues pixels as a neighbourhood's border does, which is what scikit-image means. */
export function gridMode(mode: BoundaryMode): InterpolationMode {
  return mode === "constant" ? "grid-constant" : mode === "wrap" ? "grid-wrap" : mode;
}
