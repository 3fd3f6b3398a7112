import { contiguousStrides, roundHalfEven, sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { boundaryIndices } from "../neighborhood/boundary.js";
import type { Numbers } from "../neighborhood/elements.js";
import { clipHistogram } from "./clip-histogram.js";
import { extremesOf } from "./extremes.js";
import { tileAxis } from "./tiles.js";

/** On so many grey levels scikit-image equalizes. */
const levels = 1 << 14;

/** How an image is equalized tile by tile. */
export interface AdaptiveEqualization {
  readonly tile: readonly number[];
  readonly clipLimit: number;
  readonly nbins: number;
}

/** 16-bit values equalized by the histograms of tiles, each pixel between those of the nearest tiles; grey levels from 0 to 2¹⁴ − 1. */
export function equalizeByTiles(values: Numbers, shape: Shape, { tile, clipLimit, nbins }: AdaptiveEqualization): Uint16Array {
  const bins = binned(values, nbins);
  const axes = shape.map((extent, axis) => tileAxis(extent, tile[axis] as number));
  const grid = axes.map(({ count }) => count);
  const pixels = sizeOf(tile);
  const limit = clipLimit > 0 ? Math.max(1, Math.trunc(clipLimit * pixels)) : pixels;
  const tables = mappings(bins, shape, tile, grid, nbins, limit);

  const result = new Uint16Array(values.length);
  const strides = contiguousStrides(grid).map((stride) => stride * nbins);
  const index = new Array<number>(shape.length).fill(0);
  const corners = 1 << shape.length;
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let corner = 0; corner < corners; corner++) {
      let table = 0;
      let weight = 1;
      // The last axis is the lowest bit of a corner, and its weight the first factor.
      for (let axis = shape.length - 1, bits = corner; axis >= 0; axis--, bits >>= 1) {
        const { before, after, fraction } = axes[axis] as (typeof axes)[number];
        const x = index[axis] as number;
        table += (strides[axis] as number) * ((bits & 1 ? after[x] : before[x]) as number);
        weight *= bits & 1 ? (fraction[x] as number) : 1 - (fraction[x] as number);
      }
      sum = Math.fround(sum + Math.fround((tables[table + (bins[i] as number)] as number) * weight));
    }
    result[i] = sum;
    advanceIndex(index, shape);
  }
  return result;
}

/** The bin of each value: the image's range is stretched over the grey levels first. */
function binned(values: Numbers, nbins: number): Uint16Array {
  const { min, max } = extremesOf(values);
  const width = 1 + Math.floor(levels / nbins);
  if (min === max) return Uint16Array.from(values, (value) => Math.floor(Math.min(value, levels - 1) / width));
  return Uint16Array.from(values, (value) => Math.floor(roundHalfEven(((value - min) / (max - min)) * (levels - 1)) / width));
}

/** The grey level of each bin, tile by tile; what of a tile lies beyond the image is mirrored. */
function mappings(bins: Uint16Array, shape: Shape, tile: readonly number[], grid: Shape, nbins: number, limit: number): Uint16Array {
  const pixels = sizeOf(tile);
  const scale = (levels - 1) / pixels;
  const strides = contiguousStrides(shape);
  const reads = shape.map((extent, axis) => {
    const beyond = (grid[axis] as number) * (tile[axis] as number) - extent;
    return boundaryIndices("mirror", extent, 0, beyond).map((at) => at * (strides[axis] as number));
  });
  const tables = new Uint16Array(sizeOf(grid) * nbins);
  const counts = new Int32Array(nbins);
  const at = new Array<number>(shape.length).fill(0);
  const within = new Array<number>(shape.length).fill(0);
  for (let t = 0; t < sizeOf(grid); t++) {
    counts.fill(0);
    for (let pixel = 0; pixel < pixels; pixel++) {
      let place = 0;
      for (let axis = 0; axis < shape.length; axis++) {
        place += (reads[axis] as Int32Array)[(at[axis] as number) * (tile[axis] as number) + (within[axis] as number)] as number;
      }
      const bin = bins[place] as number;
      counts[bin] = (counts[bin] as number) + 1;
      advanceIndex(within, tile);
    }
    clipHistogram(counts, limit);
    for (let k = 0, sum = 0; k < nbins; k++) {
      sum += counts[k] as number;
      tables[t * nbins + k] = Math.min(levels - 1, sum * scale);
    }
    advanceIndex(at, grid);
  }
  return tables;
}
