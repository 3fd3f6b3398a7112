import type { Shape } from "@openhcs/core";

/** The ball above lines of an image that are offset on the leading axes. */
export interface BallLine {
  /** On all axes but the last. */
  readonly offset: readonly number[];
  /** How far the ball lies below its top, by the distance along the last axis; ascending. */
  readonly depths: Float64Array;
}

/** The upper half of a ball as lines, nearest first, as far as an image of this shape can have them both ways. */
export function ballLines(radius: number, shape: Shape, round: (value: number) => number): readonly BallLine[] {
  const reach = Math.ceil(radius);
  const leading = shape.slice(0, -1).map((extent) => Math.min(reach, extent - 1));
  const width = Math.min(reach, (shape.at(-1) as number) - 1);
  const profiles = new Map<number, Float64Array>();
  const profile = (squared: number) => {
    const known = profiles.get(squared);
    if (known !== undefined) return known;
    const depths: number[] = [];
    for (let x = 0; x <= width && Math.sqrt(squared + x * x) <= radius; x++) {
      const height = Math.sqrt(Math.max(0, radius ** 2 - (squared + x * x)));
      depths.push(round(round(radius) - round(height)));
    }
    const made = Float64Array.from(depths);
    profiles.set(squared, made);
    return made;
  };
  return offsetsWithin(leading)
    .map((offset) => ({ offset, squared: offset.reduce((sum, distance) => sum + distance ** 2, 0) }))
    .filter(({ squared }) => Math.sqrt(squared) <= radius)
    .sort((a, b) => a.squared - b.squared)
    .map(({ offset, squared }) => ({ offset, depths: profile(squared) }));
}

function offsetsWithin([reach, ...others]: readonly number[]): readonly (readonly number[])[] {
  if (reach === undefined) return [[]];
  const rest = offsetsWithin(others);
  return Array.from({ length: 2 * reach + 1 }, (_, k) => k - reach).flatMap((distance) => rest.map((tail) => [distance, ...tail]));
}
