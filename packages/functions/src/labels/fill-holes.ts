import type { Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { connectedComponents } from "./connected-components.js";

/**
 * A mask without holes: background components that do not reach the border of the image become foreground.
 *
 * @param connectivity of the background: axes in which neighbours may differ
 */
export function fillHoles(mask: Uint8Array, shape: Shape, connectivity: number): Uint8Array<ArrayBuffer> {
  const filled = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) filled[at] = mask[at] === 0 ? 1 : 0;
  const { labels, count } = connectedComponents(filled, shape, connectivity);
  const reachesBorder = new Uint8Array(count + 1);
  const index = shape.map(() => 0);
  const isOutermost = (position: number, axis: number) => position === 0 || position === (shape[axis] as number) - 1;
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] !== 0 && index.some(isOutermost)) reachesBorder[labels[at] as number] = 1;
    advanceIndex(index, shape);
  }
  // Component 0 is the mask itself.
  for (let at = 0; at < labels.length; at++) filled[at] = 1 - (reachesBorder[labels[at] as number] as number);
  return filled;
}
