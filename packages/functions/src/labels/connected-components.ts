import { sizeOf, type Shape } from "@openhcs/core";
import { NeighborRows } from "./neighbor-rows.js";

export interface Components {
  /** 0 outside of components, else their numbers from 1, in raster order of the components' first pixels. */
  readonly labels: Uint32Array<ArrayBuffer>;
  readonly count: number;
}

/**
 * Components of equal non-zero values: union-find over the preceding half of the neighbourhood, then numbering, in linear time.
 *
 * Source: C. Fiorio and J. Gustedt, "Two linear time union-find strategies for image processing" (1996).
 */
export function connectedComponents(values: Int32Array | Uint8Array, shape: Shape, connectivity: number): Components {
  const parents = new Uint32Array(sizeOf(shape));
  const rows = new NeighborRows(shape, connectivity);
  while (rows.next()) uniteRow(values, parents, rows);
  return numbered(values, parents);
}

/** Every pixel joins the equal ones among its left neighbour and the rows before; a root is its component's first pixel. */
function uniteRow(values: Int32Array | Uint8Array, parents: Uint32Array, { start, width, count, starts, spreads }: NeighborRows): void {
  for (let x = 0; x < width; x++) {
    const pixel = start + x;
    const value = values[pixel] as number;
    if (value === 0) continue;
    let root = x > 0 && values[pixel - 1] === value ? rootOf(parents, pixel - 1) : pixel;
    parents[pixel] = root;
    for (let row = 0; row < count; row++) {
      const spread = spreads[row] as number;
      const rowStart = starts[row] as number;
      const last = rowStart + Math.min(x + spread, width - 1);
      for (let neighbor = rowStart + Math.max(x - spread, 0); neighbor <= last; neighbor++) {
        if (values[neighbor] === value) root = unite(parents, root, rootOf(parents, neighbor));
      }
    }
    parents[pixel] = root;
  }
}

function rootOf(parents: Uint32Array, pixel: number): number {
  let at = pixel;
  while (parents[at] !== at) {
    const grandparent = parents[parents[at] as number] as number;
    parents[at] = grandparent;
    at = grandparent;
  }
  return at;
}

function unite(parents: Uint32Array, a: number, b: number): number {
  if (a < b) parents[b] = a;
  else parents[a] = b;
  return Math.min(a, b);
}

/** Parents precede their children, so that one pass in raster order finds every parent numbered already. */
function numbered(values: Int32Array | Uint8Array, parents: Uint32Array<ArrayBuffer>): Components {
  let count = 0;
  for (let pixel = 0; pixel < parents.length; pixel++) {
    if (values[pixel] === 0) continue;
    const parent = parents[pixel] as number;
    parents[pixel] = parent === pixel ? ++count : (parents[parent] as number);
  }
  return { labels: parents, count };
}
