import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";

/** Moves elements along axes by so many places, those that leave at the end coming in at the start. Of one C-ordered array into another. */
export function rollElements<Elements extends { [at: number]: unknown }>(from: Elements, to: Elements, shape: Shape, shifts: readonly number[]): void {
  const strides = contiguousStrides(shape);
  const targets = shape.map((extent, axis) => {
    const shift = (((shifts[axis] as number) % extent) + extent) % extent;
    return Int32Array.from({ length: extent }, (_, at) => ((at + shift) % extent) * (strides[axis] as number));
  });
  const last = targets.at(-1) ?? Int32Array.of(0);
  const lines = shape.slice(0, -1);
  for (let line = 0, source = 0; line < sizeOf(lines); line++) {
    let start = 0;
    for (let axis = lines.length - 1, rest = line; axis >= 0; axis--) {
      const extent = lines[axis] as number;
      start += (targets[axis] as Int32Array)[rest % extent] as number;
      rest = Math.floor(rest / extent);
    }
    for (let x = 0; x < last.length; x++) to[start + (last[x] as number)] = from[source++];
  }
}
