import { NdArray } from "@openhcs/core";
import { addBodies, territories } from "./cell-body.js";
import { nuclearRadius, type Cell } from "./cell.js";
import { addGlow, around, darkness, type Frame, type Light } from "./light.js";
import type { Random } from "./random.js";

export const sampleChannels = ["DNA", "actin", "spots"] as const;

/** Grey levels: what the camera adds to every pixel, and what one electron is worth; electrons: the noise of its electronics. */
const camera = { offset: 200, gain: 4, readNoise: 3.5 };

/**
 * The three channels of a field as a camera would see them: [C, Y, X] uint16, with photon and read noise.
 *
 * Light falls off towards the corners from a centre beside the middle, out-of-focus light lies over everything, debris over the DNA.
 */
export function micrograph(random: Random, cells: readonly Cell[], frame: Frame): NdArray {
  const bodies = territories(cells, frame);
  const dna = darkness(frame, 12);
  const actin = darkness(frame, 14);
  const spots = darkness(frame, 10);
  for (const cell of cells) {
    addNucleus(dna, frame, cell, random);
    addGlow(dna, frame, { x: cell.x, y: cell.y, sigma: 34, strength: 0.035 * cell.dna });
    for (const [x, y, strength] of cell.spots) addGlow(spots, frame, { x, y, sigma: 1.2, strength });
  }
  addBodies(actin, frame, cells, bodies, 1);
  addBodies(spots, frame, cells, bodies, 0.15);
  addDebris(dna, frame, random);
  const planes = [dna, actin, spots].map((light) => exposed(light, frame, random));
  const pixels = new Uint16Array(planes.length * frame.width * frame.height);
  planes.forEach((plane, at) => pixels.set(plane, at * plane.length));
  return new NdArray({ data: pixels, shape: [planes.length, frame.height, frame.width] });
}

/** Chromatin: brighter and darker patches, one to three dark nucleoli, an edge as soft as the optics. */
function addNucleus(light: Light, frame: Frame, cell: Cell, random: Random): void {
  const patches = Array.from({ length: 5 }, () => [random.uniform(0.25, 0.7), random.uniform(0.25, 0.7), random.uniform(0, 6.28)] as const);
  const nucleoli = Array.from({ length: 1 + Math.floor(random.uniform(0, 3)) }, () =>
    [cell.x + random.normal(0, cell.minor / 3), cell.y + random.normal(0, cell.minor / 3), random.uniform(1.2, 2.2)] as const);
  around(frame, cell, cell.major * 1.5, (x, y, at) => {
    const inside = 1 / (1 + Math.exp((nuclearRadius(cell, x, y) - 1) / 0.09));
    let texture = 1;
    for (const [fx, fy, phase] of patches) texture += 0.05 * Math.sin(fx * x + fy * y + phase);
    for (const [nx, ny, radius] of nucleoli) texture -= 0.35 * Math.exp(-((x - nx) ** 2 + (y - ny) ** 2) / (2 * radius * radius));
    light[at] = (light[at] as number) + cell.dna * inside * texture;
  });
}

function addDebris(light: Light, frame: Frame, random: Random): void {
  const specks = Math.round((frame.width * frame.height) / 29_000);
  for (let n = 0; n < specks; n++) {
    const [x, y] = [random.uniform(0, frame.width), random.uniform(0, frame.height)];
    addGlow(light, frame, { x, y, sigma: random.uniform(0.8, 1.8), strength: random.uniform(250, 900) });
  }
}

function exposed(light: Light, { width, height }: Frame, random: Random): Uint16Array {
  const { offset, gain, readNoise } = camera;
  return Uint16Array.from(light, (photons, at) => {
    const dx = (at % width) / width - 0.42;
    const dy = Math.floor(at / width) / height - 0.55;
    const illumination = 1 - 0.75 * (dx * dx + dy * dy);
    const electrons = random.poisson(photons * illumination) + random.normal(0, readNoise);
    return Math.min(65535, Math.max(0, Math.round(offset + gain * electrons)));
  });
}
