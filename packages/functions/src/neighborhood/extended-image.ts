import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import type { Box } from "./neighbor-lines.js";
import { padElements } from "./pad-elements.js";

/** An image with its border around it, so wide that every neighbour of a pixel is read at the same distance from it. */
export interface ExtendedImage<Elements extends Numbers> {
  readonly elements: Elements;
  readonly shape: Shape;
}

/** Goes on with an image as far as the neighbourhood reaches; `cval` is stored as the elements hold it. */
export function extendImage<Elements extends Numbers>(source: Elements, shape: Shape, { shape: box, centre }: Box, { mode, cval }: Boundary): ExtendedImage<Elements> {
  const reads = shape.map((extent, axis) => {
    const before = centre[axis] as number;
    return boundaryIndices(mode, extent, before, (box[axis] as number) - 1 - before);
  });
  const wide = reads.map(({ length }) => length);
  const elements = new (source.constructor as new (length: number) => Elements)(sizeOf(wide));
  padElements(source, elements, shape, reads, cval);
  return { elements, shape: wide };
}
