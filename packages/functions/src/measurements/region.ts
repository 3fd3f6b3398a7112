import type { Numbers } from "../neighborhood/elements.js";

/** A label image or an intensity image of rank 2 or 3, seen as a volume: planes have depth 1. */
export interface Volume {
  readonly values: Numbers;
  /** Planes, rows, columns. */
  readonly extents: readonly [number, number, number];
}

/** One object of a label image: all pixels of its label, connected or not, in its bounding box. */
export class Region {
  readonly label: number;
  readonly rank: 2 | 3;
  /** First plane, row and column of the bounding box. */
  readonly low: readonly [number, number, number];
  /** Planes, rows and columns of the bounding box. */
  readonly extents: readonly [number, number, number];
  readonly area: number;
  /** 1 at the object's pixels, 0 elsewhere in the bounding box, in C order. */
  readonly mask: Uint8Array;
  readonly #intensity: Volume | undefined;

  constructor({ label, rank, low, high, area }: Bounds, labels: Volume, intensity: Volume | undefined) {
    this.label = label;
    this.rank = rank;
    this.low = low;
    this.extents = [high[0] - low[0], high[1] - low[1], high[2] - low[2]];
    this.area = area;
    this.mask = cropMask(labels, label, low, this.extents);
    this.#intensity = intensity;
  }

  /** Visits the object's pixels in C order, by their coordinates in the bounding box. */
  forEachPixel(visit: (plane: number, row: number, column: number) => void): void {
    const [planes, rows, columns] = this.extents;
    let at = 0;
    for (let plane = 0; plane < planes; plane++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) if (this.mask[at++] === 1) visit(plane, row, column);
      }
    }
  }

  /** Visits the object's pixels with their intensities. */
  forEachIntensity(visit: (intensity: number, plane: number, row: number, column: number) => void): void {
    if (this.#intensity === undefined) throw new TypeError("a region without intensities was asked for them");
    const { values, extents: [, rows, columns] } = this.#intensity;
    const [firstPlane, firstRow, firstColumn] = this.low;
    this.forEachPixel((plane, row, column) => {
      const at = ((firstPlane + plane) * rows + firstRow + row) * columns + firstColumn + column;
      visit(values[at] as number, plane, row, column);
    });
  }
}

/** The measurement, made once for each region that it is asked about. */
export function oncePerRegion<Measured extends object>(measure: (region: Region) => Measured): (region: Region) => Measured {
  const known = new WeakMap<Region, Measured>();
  return (region) => {
    let measured = known.get(region);
    if (measured === undefined) known.set(region, measured = measure(region));
    return measured;
  };
}

export interface Bounds {
  readonly label: number;
  readonly rank: 2 | 3;
  readonly low: [number, number, number];
  /** One past the last plane, row and column. */
  readonly high: [number, number, number];
  area: number;
}

function cropMask({ values, extents: [, height, width] }: Volume, label: number, low: readonly [number, number, number], extents: readonly [number, number, number]): Uint8Array {
  const [planes, rows, columns] = extents;
  const mask = new Uint8Array(planes * rows * columns);
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      const start = ((low[0] + plane) * height + low[1] + row) * width + low[2];
      for (let column = 0; column < columns; column++) mask[at++] = values[start + column] === label ? 1 : 0;
    }
  }
  return mask;
}
