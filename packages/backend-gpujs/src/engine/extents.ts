/** How many elements along x, y and z; of one to three axes, the fastest first. */
export type Extents = readonly number[];

/**
 * A shape, slowest axis first, as so many axes: of more than the image has, the outer ones have one element, and of fewer those left out must have.
 * One axis takes all elements in their order.
 *
 * @returns undefined where it has more axes
 */
export function extentsOf(shape: readonly number[], axes: number): Extents | undefined {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (axes === 1) return [size];
  const outer = shape.slice(0, Math.max(0, shape.length - axes));
  if (outer.some((extent) => extent !== 1)) return undefined;
  const inner = shape.slice(outer.length);
  return [...new Array<number>(axes - inner.length).fill(1), ...inner].reverse();
}

/** What a kernel gave, lists of lists of rows, as elements in C order; undefined where it gave something else than numbers. */
export function flattened(made: unknown, output: Extents): Float32Array | undefined {
  const rows = output.length === 1 ? [made] : output.length === 2 ? made as unknown[] : (made as unknown[][]).flat();
  if (!rows.every((row) => row instanceof Float32Array)) return undefined;
  const [first = new Float32Array(), ...others] = rows;
  if (others.length === 0) return first;
  const elements = new Float32Array(first.length * rows.length);
  for (const [at, row] of rows.entries()) elements.set(row, at * first.length);
  return elements;
}
