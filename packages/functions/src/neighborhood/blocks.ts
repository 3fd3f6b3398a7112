import { sizeOf, type Shape } from "@openhcs/core";

/** A rectangular part of an image. */
export interface Block {
  readonly origin: readonly number[];
  readonly shape: Shape;
}

/**
 * An image in blocks that, extended by a window, have about `mostElements`; wider than the window, so that little is looked at twice.
 */
export function blocksOf(shape: Shape, window: Shape, mostElements: number): readonly Block[] {
  const block = [...shape];
  const extended = () => sizeOf(block.map((extent, axis) => extent + (window[axis] as number) - 1));
  while (extended() > mostElements) {
    const axis = widestAxis(block, window);
    if (axis < 0) break;
    block[axis] = Math.ceil((block[axis] as number) / 2);
  }
  let blocks: readonly Block[] = [{ origin: [], shape: [] }];
  for (const [axis, extent] of shape.entries()) {
    const step = block[axis] as number;
    const starts = Array.from({ length: Math.ceil(extent / step) }, (_, n) => n * step);
    blocks = blocks.flatMap((before) => starts.map((start) => ({ origin: [...before.origin, start], shape: [...before.shape, Math.min(step, extent - start)] })));
  }
  return blocks;
}

/** The widest axis of which half still is wider than the window; -1 where there is none. */
function widestAxis(block: Shape, window: Shape): number {
  let widest = -1;
  for (const [axis, extent] of block.entries()) {
    if (extent > 2 * (window[axis] as number) && extent > (block[widest] ?? 1)) widest = axis;
  }
  return widest;
}
