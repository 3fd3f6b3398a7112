import type { Shape } from "@openhcs/core";
import { filterLines } from "../neighborhood/axis-lines.js";
import type { Boundary } from "../neighborhood/boundary.js";
import type { Numbers } from "../neighborhood/elements.js";

/** Means over boxes of odd extents around every pixel, by running sums along one axis after another; kept in the target's dtype between axes. */
export function boxMean(source: Numbers, target: Numbers, shape: Shape, box: readonly number[], boundary: Boundary): void {
  let from = source;
  for (const [axis, size] of box.entries()) {
    if (size === 1) continue;
    const reach = { before: size >> 1, after: size >> 1 };
    filterLines(from, target, shape, axis, reach, boundary, ({ extended, result, extent, lanes }) => {
      for (let lane = 0; lane < lanes; lane++) {
        let sum = 0;
        for (let p = 0; p < size; p++) sum += extended[p * lanes + lane] as number;
        result[lane] = sum / size;
        for (let p = 1; p < extent; p++) {
          sum += (extended[(p + size - 1) * lanes + lane] as number) - (extended[(p - 1) * lanes + lane] as number);
          result[p * lanes + lane] = sum / size;
        }
      }
    });
    from = target;
  }
  if (from === source && source !== target) target.set(source);
}
