import type { Random } from "./random.js";

interface Body {
  /** Mean radius, and the strength and phase of its lobes. */
  readonly bodyRadius: number;
  readonly lobes: readonly (readonly [strength: number, phase: number])[];
}

/** A cell of the sample plate: an elliptic nucleus in a lobed body, with spots around it. Lengths in pixels, angles in radians. */
export interface Cell extends Body {
  readonly x: number;
  readonly y: number;
  /** Semi-axes of the nucleus. */
  readonly major: number;
  readonly minor: number;
  readonly angle: number;
  /** Photons per pixel of the nucleus and of the body. */
  readonly dna: number;
  readonly actin: number;
  readonly spots: readonly (readonly [x: number, y: number, photons: number])[];
}

export interface CellTraits {
  readonly x: number;
  readonly y: number;
  /** Mean number of spots. */
  readonly spotCount: number;
}

/** Sizes as of cells with nuclei of 15 µm at 0.65 µm per pixel. */
export function randomCell(random: Random, { x, y, spotCount }: CellTraits): Cell {
  const major = Math.max(8, random.normal(11.5, 1.1));
  const body: Body = {
    bodyRadius: random.uniform(25, 36),
    lobes: Array.from({ length: 4 }, (_, order) => [random.uniform(0, 0.36 / (order + 1)), random.uniform(0, 2 * Math.PI)] as const),
  };
  const spots = Array.from({ length: random.poisson(spotCount) }, () => {
    const direction = random.uniform(0, 2 * Math.PI);
    const distance = random.uniform(major, Math.max(major, 0.9 * bodyReach(body, direction)));
    return [x + distance * Math.cos(direction), y + distance * Math.sin(direction), random.uniform(120, 420)] as const;
  });
  return {
    x, y, major, spots, ...body,
    minor: major * random.uniform(0.7, 0.95),
    angle: random.uniform(0, Math.PI),
    dna: 420 * Math.exp(random.normal(0, 0.22)),
    actin: 170 * Math.exp(random.normal(0, 0.25)),
  };
}

/** Distance from the centre in units of the nucleus' own boundary: below 1 inside. */
export function nuclearRadius({ x, y, major, minor, angle }: Cell, atX: number, atY: number): number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const along = ((atX - x) * cos + (atY - y) * sin) / major;
  const across = ((atY - y) * cos - (atX - x) * sin) / minor;
  return Math.hypot(along, across);
}

/** Distance from the centre in units of the body's boundary. */
export function bodyRadius(cell: Cell, atX: number, atY: number): number {
  return Math.hypot(atX - cell.x, atY - cell.y) / bodyReach(cell, Math.atan2(atY - cell.y, atX - cell.x));
}

/** Distance of the body's boundary from the centre: a circle with lobes. */
function bodyReach({ bodyRadius: mean, lobes }: Body, direction: number): number {
  const lobed = lobes.reduce((factor, [strength, phase], order) => factor + strength * Math.cos((order + 2) * direction + phase), 1);
  return mean * Math.max(0.5, lobed);
}
