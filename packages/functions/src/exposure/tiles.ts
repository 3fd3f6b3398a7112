/** Where the pixels along an axis lie between the centres of tiles. */
export interface TileAxis {
  /** Number of tiles. */
  readonly count: number;
  /** The tile with the nearest centre before each pixel; the first tile before its own centre. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** How far each pixel is from the one centre to the other, in [0, 1). */
  readonly fraction: Float64Array;
}

/** Tiles of equal extent from the first pixel on, the last of which may reach beyond the axis. */
export function tileAxis(extent: number, tile: number): TileAxis {
  const count = Math.ceil(extent / tile);
  const places = Array.from({ length: extent }, (_, x) => x + (tile >> 1));
  return {
    count,
    before: Int32Array.from(places, (place) => Math.max(0, Math.floor(place / tile) - 1)),
    after: Int32Array.from(places, (place) => Math.min(count - 1, Math.floor(place / tile))),
    fraction: Float64Array.from(places, (place) => (place % tile) / tile),
  };
}
