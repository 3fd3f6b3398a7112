import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "./elements.js";

/** The part of an image of the shape `wide` that begins at `origin`. */
export function cropped<Elements extends Numbers>(source: Elements, wide: Shape, origin: readonly number[], shape: Shape): Elements {
  const width = shape.at(-1) as number;
  const target = new (source.constructor as new (length: number) => Elements)(sizeOf(shape));
  for (let line = 0; line < target.length / width; line++) {
    let [from, stride] = [origin.at(-1) as number, wide.at(-1) as number];
    for (let axis = shape.length - 2, rest = line; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      from += ((rest % extent) + (origin[axis] as number)) * stride;
      stride *= wide[axis] as number;
      rest = Math.floor(rest / extent);
    }
    target.set(source.subarray(from, from + width), line * width);
  }
  return target;
}
