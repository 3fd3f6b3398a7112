import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";

export interface NearestBackground {
  /** Position in C order of the background pixel nearest to every pixel; -1 everywhere where there is none. */
  readonly nearest: Int32Array;
  /** Squared distances from it. */
  readonly squares: Float64Array<ArrayBuffer>;
}

/**
 * The background pixel nearest to every pixel, in linear time and any number of axes.
 *
 * One axis after another: of the candidates along a line only those are kept whose Voronoi cells meet the line. Of background pixels
 * equally near the one that precedes along the last axis wins, then along the axis before, as in SciPy.
 *
 * Source: C. Maurer, R. Qi and V. Raghavan, IEEE Trans. PAMI 25 (2003) 265-270.
 *
 * @param foreground 0 on the background
 * @param sampling distance between neighbouring pixels along each axis
 */
export function nearestBackground(foreground: Uint8Array, shape: Shape, sampling: readonly number[]): NearestBackground {
  const nearest = new Int32Array(foreground.length);
  for (let at = 0; at < nearest.length; at++) nearest[at] = foreground[at] === 0 ? at : -1;
  const squares = new Float64Array(sizeOf(shape));
  const sites = new VoronoiLine(Math.max(1, ...shape));
  for (const [axis, stride] of contiguousStrides(shape).entries()) {
    const extent = shape[axis] as number;
    for (let block = 0; block < nearest.length; block += extent * stride) {
      for (let start = block; start < block + stride; start++) sites.settle({ nearest, squares }, start, stride, extent, sampling[axis] as number);
    }
  }
  return { nearest, squares };
}

/** Hands every pixel of one line to the nearest of the candidates that its pixels have so far. */
class VoronoiLine {
  readonly #features: Int32Array;
  readonly #squares: Float64Array;
  readonly #kept: Int32Array;

  constructor(longest: number) {
    this.#features = new Int32Array(longest);
    this.#squares = new Float64Array(longest);
    this.#kept = new Int32Array(longest);
  }

  settle({ nearest, squares }: NearestBackground, start: number, stride: number, extent: number, spacing: number): void {
    for (let p = 0, at = start; p < extent; p++, at += stride) {
      this.#features[p] = nearest[at] as number;
      this.#squares[p] = squares[at] as number;
    }
    const last = this.#keep(extent, spacing);
    if (last < 0) return;
    for (let p = 0, at = start, k = 0; p < extent; p++, at += stride) {
      let square = this.#squareFrom(p, k, spacing);
      while (k < last) {
        const next = this.#squareFrom(p, k + 1, spacing);
        if (square <= next) break;
        square = next;
        k++;
      }
      nearest[at] = this.#features[this.#kept[k] as number] as number;
      squares[at] = square;
    }
  }

  /** Lists the candidates whose cells meet the line; answers the last one's place in the list. */
  #keep(extent: number, spacing: number): number {
    const [features, squares, kept] = [this.#features, this.#squares, this.#kept];
    let last = -1;
    for (let p = 0; p < extent; p++) {
      if ((features[p] as number) < 0) continue;
      while (last >= 1) {
        const [middle, before] = [kept[last] as number, kept[last - 1] as number];
        const a = (middle - before) * spacing;
        const b = (p - middle) * spacing;
        const c = a + b;
        if (c * (squares[middle] as number) - b * (squares[before] as number) - a * (squares[p] as number) - a * b * c <= 0) break;
        last--;
      }
      kept[++last] = p;
    }
    return last;
  }

  #squareFrom(p: number, k: number, spacing: number): number {
    const site = this.#kept[k] as number;
    const distance = (site - p) * spacing;
    return (this.#squares[site] as number) + distance * distance;
  }
}
