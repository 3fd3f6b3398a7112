import { NdArray } from "@openhcs/core";

/**
 * Distance of every foreground pixel of a [Y, X] mask from the nearest background pixel, float32, in pixels; 0 on the background.
 *
 * What lies outside of the image is not background. Exact: Felzenszwalb and Huttenlocher 2012, Theory of Computing 8.
 */
export function distanceTransform(mask: NdArray): NdArray {
  const [height = 0, width = 0] = mask.shape;
  const farthest = height * height + width * width;
  const squares = Float64Array.from(mask.packed().data as Uint8Array, (marked) => (marked === 0 ? 0 : farthest));
  const lowest = envelope(Math.max(height, width));
  for (let x = 0; x < width; x++) lowest(squares, x, width, height);
  for (let y = 0; y < height; y++) lowest(squares, y * width, 1, width);
  return new NdArray({ data: Float32Array.from(squares, Math.sqrt), shape: mask.shape });
}

/** Replaces each value f(q) of a line by min over p of f(p) + (q − p)²: the lower envelope of parabolas. */
function envelope(longest: number) {
  const values = new Float64Array(longest);
  const vertices = new Int32Array(longest);
  const borders = new Float64Array(longest + 1);
  return (squares: Float64Array, first: number, step: number, length: number): void => {
    for (let q = 0; q < length; q++) values[q] = squares[first + q * step] as number;
    let last = 0;
    vertices[0] = 0;
    borders[0] = -Infinity;
    borders[1] = Infinity;
    for (let q = 1; q < length; q++) {
      let border = crossing(values, vertices[last] as number, q);
      while (border <= (borders[last] as number)) border = crossing(values, vertices[--last] as number, q);
      vertices[++last] = q;
      borders[last] = border;
      borders[last + 1] = Infinity;
    }
    for (let q = 0, at = 0; q < length; q++) {
      while ((borders[at + 1] as number) < q) at++;
      const vertex = vertices[at] as number;
      squares[first + q * step] = (values[vertex] as number) + (q - vertex) ** 2;
    }
  };
}

/** Where the parabola over q becomes lower than the one over p. */
function crossing(values: Float64Array, p: number, q: number): number {
  return ((values[q] as number) + q * q - (values[p] as number) - p * p) / (2 * (q - p));
}
