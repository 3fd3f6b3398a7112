import type { Region } from "./region.js";

/** A region's mask with a border of empty pixels, along the axes that the image has. */
interface PaddedVolume {
  readonly volume: Uint8Array;
  /** Steps between neighbours along planes, rows and columns. */
  readonly strides: readonly [number, number, number];
}

function padded({ mask, extents: [planes, rows, columns], rank }: Region): PaddedVolume {
  const border = rank === 3 ? 1 : 0;
  const [height, width] = [rows + 2, columns + 2];
  const volume = new Uint8Array((planes + 2 * border) * height * width);
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      const from = (plane * rows + row) * columns;
      volume.set(mask.subarray(from, from + columns), ((plane + border) * height + row + 1) * width + 1);
    }
  }
  return { volume, strides: [height * width, width, 1] };
}

/**
 * Euler number at full connectivity: objects minus tunnels plus cavities; in 2D objects minus holes.
 *
 * Pixels are closed squares or cubes; their vertices, edges, faces and bodies are counted with alternating signs.
 */
export function eulerNumberOf(region: Region): number {
  const { volume, strides } = padded(region);
  const axes = region.rank === 3 ? [0, 1, 2] : [1, 2];
  let euler = 0;
  for (let extended = 0; extended < 2 ** axes.length; extended++) {
    const collapsed = axes.filter((_, i) => ((extended >> i) & 1) === 0);
    const sign = (axes.length - collapsed.length) % 2 === 0 ? 1 : -1;
    euler += sign * countCells(volume, collapsed.map((axis) => strides[axis] as number));
  }
  return euler;
}

/** Cells that lie between pixels along the collapsed axes and touch one that is set. */
function countCells(volume: Uint8Array, collapsed: readonly number[]): number {
  let around = [0];
  for (const stride of collapsed) around = [...around, ...around.map((offset) => offset - stride)];
  const offsets = Int32Array.from(around);
  let cells = 0;
  for (let at = 0; at < volume.length; at++) {
    for (let i = 0; i < offsets.length; i++) {
      if (volume[at + (offsets[i] as number)] !== 1) continue;
      cells++;
      break;
    }
  }
  return cells;
}

/**
 * Pixels of the region and of its holes, which no path of neighbours (corners included) leads out of.
 *
 * A step over an edge of the volume lands on the opposite border, which is outside too, so that no step needs its coordinates checked.
 */
export function filledAreaOf(region: Region): number {
  const { volume, strides: [byPlane, byRow] } = padded(region);
  const steps: number[] = [];
  for (const plane of region.rank === 3 ? [-byPlane, 0, byPlane] : [0]) {
    for (const row of [-byRow, 0, byRow]) steps.push(plane + row - 1, plane + row, plane + row + 1);
  }
  const queue = new Int32Array(volume.length);
  volume[0] = 2;
  let outside = 1;
  for (let next = 0; next < outside; next++) {
    for (let i = 0; i < steps.length; i++) {
      const neighbor = (queue[next] as number) + (steps[i] as number);
      if (volume[neighbor] !== 0) continue;
      volume[neighbor] = 2;
      queue[outside++] = neighbor;
    }
  }
  return volume.length - outside;
}
