import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "./advance-index.js";

/** The footprints by which neighbourhoods are described; see {@link footprintParameter}. */
const shapes = ["disk", "ball", "square", "rect", "cross", "full", "custom"] as const;
export type FootprintShape = (typeof shapes)[number];

/** A footprint as a parameter of a function: `{ shape: "disk", radius: 3 }`. */
export const footprintParameter = {
  type: "object",
  description: `Neighbourhood around each pixel: {shape: "disk" | "ball", radius} (y² + x² ≤ r², the ball in 3D), {shape: "square", size},
{shape: "rect", size: [one per axis]}, {shape: "cross" | "full", ndim} (3 pixels wide, without or with its corners),
{shape: "custom", data: nested lists of 0 and 1}. The centre is at ⌊size / 2⌋; with fewer axes than the image it acts on the last ones.`,
  properties: {
    shape: { type: "string", choices: shapes, description: "Which of the forms above." },
    radius: { type: "integer", min: 0, optional: true, unit: "px", description: "Of a disk or ball." },
    size: { type: "any", optional: true, unit: "px", description: "Side of a square, or list of a rect's sides." },
    ndim: { type: "integer", min: 1, max: 8, optional: true, description: "Axes of a cross or full neighbourhood." },
    data: { type: "any", optional: true, description: "Nested lists of 0 and 1, up to 8 deep." },
  },
  examples: [{ shape: "disk", radius: 3 }, { shape: "square", size: 3 }, { shape: "custom", data: [[0, 1], [1, 1]] }],
} as const;

/** Which pixels around a centre belong to a neighbourhood. */
export interface Footprint {
  readonly shape: Shape;
  /** Index of the pixel whose neighbourhood it is. */
  readonly centre: readonly number[];
  /** 0 or 1 per position, in C order. */
  readonly members: Uint8Array;
}

/** More members than this are a mistake, or a computation that does not end. */
const mostMembers = 1 << 24;

/** As many as an image that has neighbourhoods. */
const highestRank = 8;

/** The footprint that a parameter describes, for an image of so many axes; or why it describes none. */
export function describedFootprint(description: Readonly<Record<string, unknown>>, rank: number): Footprint | string {
  const mask = build(description);
  if (typeof mask === "string") return `needs ${mask}`;
  const missing = rank - mask.shape.length;
  if (missing < 0) return `has ${mask.shape.length} axes, the image only ${rank}`;
  if (!mask.members.includes(1)) return "has no member";
  const shape = [...new Array<number>(missing).fill(1), ...mask.shape];
  return { shape, centre: shape.map((extent) => extent >> 1), members: mask.members };
}

/** `true`, or why a parameter describes no footprint for an image of so many axes. */
export function checkFootprint(description: Readonly<Record<string, unknown>>, rank: number): true | string {
  const footprint = describedFootprint(description, rank);
  return typeof footprint !== "string" || `must describe a footprint for the image; this one ${footprint}`;
}

/** How many neighbours a footprint has. */
export function memberCount({ members }: Footprint): number {
  return members.reduce((count, member) => count + member, 0);
}

/** The footprint mirrored about its centre. */
export function mirrored({ shape, centre, members }: Footprint): Footprint {
  return { shape, centre: centre.map((at, axis) => (shape[axis] as number) - 1 - at), members: members.slice().reverse() };
}

type Mask = Omit<Footprint, "centre">;

function build(description: Readonly<Record<string, unknown>>): Mask | string {
  const { shape, radius, size, ndim, data } = description;
  switch (shape as FootprintShape) {
    case "disk": return isCount(radius, 0) ? sphere(radius, 2) : "a radius, an integer of 0 or more";
    case "ball": return isCount(radius, 0) ? sphere(radius, 3) : "a radius, an integer of 0 or more";
    case "square": return isCount(size, 1) ? box([size, size]) : "a size, an integer of 1 or more";
    case "rect": return isSizes(size) ? box(size) : "a size, a list of one integer of 1 or more per axis";
    case "cross": return isCount(ndim, 1) ? neighbours(ndim, 1) : "ndim, its number of axes";
    case "full": return isCount(ndim, 1) ? neighbours(ndim, ndim) : "ndim, its number of axes";
    case "custom": return custom(data);
  }
}

/** Positions whose distance from the centre is at most the radius. */
function sphere(radius: number, rank: number): Mask | string {
  return fill(new Array<number>(rank).fill(2 * radius + 1), (offset) => offset.reduce((sum, distance) => sum + distance ** 2, 0) <= radius ** 2);
}

function box(shape: readonly number[]): Mask | string {
  return fill(shape, () => true);
}

/** The centre and the neighbours that differ from it on at most so many axes. */
function neighbours(rank: number, mostAxes: number): Mask | string {
  return fill(new Array<number>(rank).fill(3), (offset) => offset.filter((distance) => distance !== 0).length <= mostAxes);
}

function fill(shape: readonly number[], belongs: (offset: readonly number[]) => boolean): Mask | string {
  const length = sizeOf(shape);
  if (shape.length > highestRank || length > mostMembers) return `at most ${highestRank} axes and ${mostMembers} positions`;
  const members = new Uint8Array(length);
  const index = new Array<number>(shape.length).fill(0);
  for (let position = 0; position < length; position++) {
    members[position] = belongs(index.map((at, axis) => at - ((shape[axis] as number) >> 1))) ? 1 : 0;
    advanceIndex(index, shape);
  }
  return { shape, members };
}

function custom(data: unknown): Mask | string {
  const shape: number[] = [];
  for (let level = data; Array.isArray(level) && shape.length <= highestRank; level = level[0]) shape.push(level.length);
  if (shape.length > highestRank) return `data of at most ${highestRank} axes`;
  if (shape.length === 0 || sizeOf(shape) === 0 || !hasShape(data, shape)) return "data, nested lists of equal lengths";
  const values = [data].flat(shape.length);
  if (!values.every(isBit)) return "data of zeros and ones";
  return { shape, members: Uint8Array.from(values, Number) };
}

function isBit(value: unknown): boolean {
  return value === 0 || value === 1 || typeof value === "boolean";
}

function hasShape(data: unknown, [extent, ...inner]: Shape): boolean {
  if (extent === undefined) return !Array.isArray(data);
  return Array.isArray(data) && data.length === extent && data.every((item) => hasShape(item, inner));
}

function isCount(value: unknown, min: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min;
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isCount(each, 1));
}
