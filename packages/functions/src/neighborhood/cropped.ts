import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "./elements.js";
import { lineStart, positionOf } from "./line-start.js";

/** The part of an image of the shape `wide` that begins at `origin`. */
export function cropped<Elements extends Numbers>(source: Elements, wide: Shape, origin: readonly number[], shape: Shape): Elements {
  const strides = contiguousStrides(wide);
  const first = positionOf(origin, strides);
  const width = shape.at(-1) as number;
  const target = new (source.constructor as new (length: number) => Elements)(sizeOf(shape));
  for (let line = 0; line < target.length / width; line++) {
    const from = first + lineStart(line, shape, strides, shape.length - 1);
    target.set(source.subarray(from, from + width), line * width);
  }
  return target;
}
