import { bodyRadius, nuclearRadius, type Cell } from "./cell.js";
import { around, type Frame, type Light } from "./light.js";

interface Territory {
  /** Index of the cell in whose body a pixel lies, -1 outside of all. */
  readonly owner: Int32Array;
  /** Depth below the membrane, in units of the body's radius; negative outside. */
  readonly depth: Float64Array;
}

/** Which cell each pixel belongs to: bodies push each other aside as in a layer of cells, they do not overlap. */
export function territories(cells: readonly Cell[], frame: Frame): Territory {
  const pixels = frame.width * frame.height;
  const owner = new Int32Array(pixels).fill(-1);
  const nearest = new Float64Array(pixels).fill(Infinity);
  const second = new Float64Array(pixels).fill(Infinity);
  for (const [index, cell] of cells.entries()) {
    around(frame, cell, cell.bodyRadius * 2.2, (x, y, at) => {
      const radius = bodyRadius(cell, x, y);
      if (radius < (nearest[at] as number)) {
        second[at] = nearest[at] as number;
        nearest[at] = radius;
        owner[at] = index;
      } else if (radius < (second[at] as number)) {
        second[at] = radius;
      }
    });
  }
  const depth = nearest.map((radius, at) => Math.min(1 - radius, ((second[at] as number) - radius) / 2));
  return { owner, depth };
}

/** The cytoskeleton: wavy fibres along the cell, a bright rim below the membrane, thinner over the nucleus. */
export function addBodies(light: Light, { width }: Frame, cells: readonly Cell[], { owner, depth }: Territory, strength: number): void {
  for (let at = 0; at < light.length; at++) {
    const cell = cells[owner[at] as number];
    const below = depth[at] as number;
    if (cell === undefined || below < -0.25) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    const across = Math.sin(cell.angle) * x - Math.cos(cell.angle) * y;
    const fibres = 0.08 * Math.sin(1.3 * across + 1.5 * Math.sin(0.11 * x + 0.05 * y)) + 0.08 * Math.sin(0.7 * across + 2 * Math.sin(0.07 * y));
    const inside = 1 / (1 + Math.exp(-below / 0.04));
    const rim = 0.75 * Math.exp(-(((below - 0.07) / 0.06) ** 2));
    const nucleus = nuclearRadius(cell, x, y) < 1 ? 0.55 : 1;
    light[at] = (light[at] as number) + strength * cell.actin * inside * nucleus * (0.45 + 0.35 * Math.min(1, below) + fibres + rim);
  }
}
