import { randomCell, type Cell } from "./cell.js";
import type { Random } from "./random.js";

export interface FieldTraits {
  readonly width: number;
  readonly height: number;
  /** Nuclei to place; fewer fit in a small field. */
  readonly nuclei: number;
  /** Mean number of spots per cell. */
  readonly spotCount: number;
}

/** Cells of one field of view: mostly apart, one in six touching a neighbour, none far over another. */
export function randomField(random: Random, { width, height, nuclei, spotCount }: FieldTraits): readonly Cell[] {
  const cells: Cell[] = [];
  for (let attempts = 0; cells.length < nuclei && attempts < 200 * nuclei; attempts++) {
    const neighbour = random.uniform() < 1 / 6 ? cells[Math.floor(random.uniform(0, cells.length))] : undefined;
    const { x, y } = neighbour === undefined ? anywhere(random, width, height) : beside(random, neighbour);
    const cell = randomCell(random, { x, y, spotCount });
    const isInside = Math.min(x, y, width - x, height - y) > 0.6 * cell.major;
    const gap = neighbour === undefined ? 1.25 : 0.94;
    if (isInside && cells.every((other) => apart(cell, other) >= (other === neighbour ? 0.94 : gap))) cells.push(cell);
  }
  return cells;
}

function anywhere(random: Random, width: number, height: number): { readonly x: number; readonly y: number } {
  return { x: random.uniform(0, width), y: random.uniform(0, height) };
}

function beside(random: Random, { x, y, major }: Cell): { readonly x: number; readonly y: number } {
  const direction = random.uniform(0, 2 * Math.PI);
  const distance = major * random.uniform(1.6, 2.1);
  return { x: x + distance * Math.cos(direction), y: y + distance * Math.sin(direction) };
}

/** Distance of two nuclei in units of the distance at which they touch. */
function apart(a: Cell, b: Cell): number {
  const direction = Math.atan2(b.y - a.y, b.x - a.x);
  return Math.hypot(b.x - a.x, b.y - a.y) / (reach(a, direction) + reach(b, direction));
}

function reach({ major, minor, angle }: Cell, direction: number): number {
  return (major * minor) / Math.hypot(minor * Math.cos(direction - angle), major * Math.sin(direction - angle));
}
