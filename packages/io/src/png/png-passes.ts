import type { PngHeader } from "./png-header.js";

/** A grid of pixels that a PNG stores together: every `stepX`th and `stepY`th pixel from (`x`, `y`) on. */
export interface PngPass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly columns: number;
  readonly rows: number;
  /** Of one filtered row, without the byte that names its filter. */
  readonly rowBytes: number;
}

/** Adam7 (PNG specification, section 8.2). */
const adam7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const;

/** The passes of an image in the order of the file; one that holds every pixel where it is not interlaced. */
export function pngPasses({ width, height, depth, samples, isInterlaced }: PngHeader): PngPass[] {
  const grids = isInterlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  return grids.flatMap(([x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    return columns > 0 && rows > 0 ? [{ x, y, stepX, stepY, columns, rows, rowBytes: Math.ceil((columns * samples * depth) / 8) }] : [];
  });
}
