import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { extendImage } from "../neighborhood/extended-image.js";
import type { Footprint } from "../neighborhood/footprint.js";
import { lineStart } from "../neighborhood/line-start.js";
import type { Levels } from "../neighborhood/levels.js";
import { distancesOf } from "../neighborhood/window-distances.js";
import { cropped } from "./cropped.js";
import { LevelQueue } from "./level-queue.js";

type Elements = Levels["elements"];

/**
 * Raises the seed's levels to those of neighbours, never above the mask, until nothing changes.
 *
 * A scan in raster order and one against it bring most values where they belong; what is left spreads from the highest level down, so
 * that every pixel is raised once: linear time in pixels and levels.
 *
 * Source: L. Vincent 1993 for the scans, K. Robinson and P. F. Whelan 2004 for the order.
 */
export function reconstructLevels<E extends Elements>(seed: E, mask: E, shape: Shape, footprint: Footprint, levelCount: number): E {
  if (seed.length === 0) return seed;
  const reach = footprint.centre.map((at, axis) => Math.max(at, (footprint.shape[axis] as number) - 1 - at));
  const margin = { shape: reach.map((width) => 2 * width + 1), centre: reach, members: footprint.members };
  const { elements: raised, shape: wide } = extendImage(seed, shape, margin, { mode: "constant", cval: 0 });
  const { elements: limits } = extendImage(mask, shape, margin, { mode: "constant", cval: 0 });
  const neighbours = neighboursOf(footprint, wide);
  const origin = reach.reduce((sum, width, axis) => sum + width * (contiguousStrides(wide)[axis] as number), 0);
  const lines = linesOf(shape, wide, origin);
  scan(raised, limits, lines, shape, neighbours.filter((distance) => distance > 0), 1);
  scan(raised, limits, [...lines].reverse(), shape, neighbours.filter((distance) => distance < 0), -1);
  spreadDown(raised, limits, lines, shape, neighbours, levelCount);
  return cropped(raised, wide, reach, shape);
}

/** How far the neighbours to which a pixel's level spreads are from it. */
function neighboursOf(footprint: Footprint, wide: Shape): Int32Array {
  const strides = contiguousStrides(wide);
  const toCentre = footprint.centre.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0);
  return distancesOf(footprint, strides).map((distance) => distance - toCentre).filter((distance) => distance !== 0);
}

/** Where the image's lines begin. */
function linesOf(shape: Shape, wide: Shape, origin: number): readonly number[] {
  const strides = contiguousStrides(wide);
  return Array.from({ length: sizeOf(shape.slice(0, -1)) }, (_, line) => origin + lineStart(line, shape, strides, shape.length - 1));
}

/** Takes levels over from the pixels before, in the order of the scan. */
function scan(raised: Elements, limits: Elements, lines: readonly number[], shape: Shape, neighbours: Int32Array, direction: 1 | -1): void {
  const width = shape.at(-1) as number;
  for (const line of lines) {
    let place = direction === 1 ? line : line + width - 1;
    for (let x = 0; x < width; x++, place += direction) {
      const limit = limits[place] as number;
      let level = raised[place] as number;
      for (let k = 0; k < neighbours.length && level < limit; k++) level = Math.max(level, raised[place - (neighbours[k] as number)] as number);
      raised[place] = Math.min(level, limit);
    }
  }
}

/** From the highest level down, so that whatever is raised is raised as far as it ever will be. */
function spreadDown(raised: Elements, limits: Elements, lines: readonly number[], shape: Shape, neighbours: Int32Array, levelCount: number): void {
  const width = shape.at(-1) as number;
  const queue = new LevelQueue(levelCount, 2 * lines.length * width);
  for (const line of lines) {
    for (let place = line; place < line + width; place++) {
      const level = raised[place] as number;
      for (let k = 0; k < neighbours.length; k++) {
        const neighbour = place + (neighbours[k] as number);
        if ((raised[neighbour] as number) >= level || (raised[neighbour] as number) >= (limits[neighbour] as number)) continue;
        queue.put(place, level);
        break;
      }
    }
  }
  for (let place = queue.take(); place >= 0; place = queue.take()) {
    const { level } = queue;
    if (raised[place] !== level) continue;
    for (let k = 0; k < neighbours.length; k++) {
      const neighbour = place + (neighbours[k] as number);
      const reached = Math.min(level, limits[neighbour] as number);
      if ((raised[neighbour] as number) >= reached) continue;
      raised[neighbour] = reached;
      queue.put(neighbour, reached);
    }
  }
}
