import { contiguousStrides, type Shape, type TypedArray } from "@openhcs/core";
import { advanceIndex } from "./advance-index.js";

type Elements = { [position: number]: number | bigint };

/** Fills an array of the extents `reads[axis].length` with what each position reads along each axis; −1 along any of them reads `outside`. */
export function padElements(source: TypedArray, target: TypedArray, shape: Shape, reads: readonly Int32Array[], outside: number | bigint): void {
  const strides = contiguousStrides(shape);
  const lead = reads.slice(0, -1).map(({ length }) => length);
  const index = new Array<number>(lead.length).fill(0);
  const line = reads.at(-1) ?? Int32Array.of(0);
  const width = shape.at(-1) ?? 1;
  const whole = startOfWhole(line, width);
  const [from, to] = [source as Elements, target as Elements];
  for (let start = 0; start < target.length; start += line.length) {
    const origin = originOf(index, reads, strides);
    for (let x = 0; x < line.length; x++) {
      if (x === whole && origin >= 0) {
        target.set(source.subarray(origin, origin + width) as never, start + x);
        x += width - 1;
        continue;
      }
      const read = line[x] as number;
      to[start + x] = origin < 0 || read < 0 ? outside : (from[origin + read] as number | bigint);
    }
    advanceIndex(index, lead);
  }
}

/** From where on a line of the source is read as it is, to be copied at once; −1 where it is not. */
function startOfWhole(line: Int32Array, extent: number): number {
  const start = line.indexOf(0);
  for (let x = 0; x < extent; x++) if (line[start + x] !== x) return -1;
  return extent === 0 ? -1 : start;
}

/** Where the line of the source begins that a line of the target reads; −1 where it reads none. */
function originOf(index: readonly number[], reads: readonly Int32Array[], strides: readonly number[]): number {
  let origin = 0;
  for (let axis = 0; axis < index.length; axis++) {
    const read = (reads[axis] as Int32Array)[index[axis] as number] as number;
    if (read < 0) return -1;
    origin += read * (strides[axis] as number);
  }
  return origin;
}
