import type { Shape } from "@openhcs/core";
import type { Boundary } from "../neighborhood/boundary.js";
import type { Numbers } from "../neighborhood/elements.js";
import { slidingMean } from "../neighborhood/sliding-mean.js";

/** Means over boxes of odd extents around every pixel, along one axis after another; kept in the target's dtype between axes. */
export function boxMean(source: Numbers, target: Numbers, shape: Shape, box: readonly number[], boundary: Boundary): void {
  let from = source;
  for (const [axis, size] of box.entries()) {
    if (size === 1) continue;
    slidingMean(from, target, shape, axis, size, size >> 1, boundary);
    from = target;
  }
  if (from === source && source !== target) target.set(source);
}
