import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";

/** Where an object lies: from `low` up to but not including `high`. */
export interface LabelBox {
  readonly label: number;
  readonly low: number[];
  readonly high: number[];
}

/** The bounding box of every positive label, in ascending order of labels. */
export function labelBoxes(labels: ArrayLike<number>, shape: Shape): LabelBox[] {
  const boxes = new Map<number, LabelBox>();
  const width = shape.at(-1) as number;
  const leading = shape.slice(0, -1);
  const index = leading.map(() => 0);
  for (let row = 0; row < sizeOf(shape); row += width) {
    for (let x = 0; x < width;) {
      const label = labels[row + x] as number;
      const first = x++;
      while (x < width && labels[row + x] === label) x++;
      if (label > 0) extend(boxes, label, index, first, x);
    }
    advanceIndex(index, leading);
  }
  return [...boxes.values()].sort((a, b) => a.label - b.label);
}

function extend(boxes: Map<number, LabelBox>, label: number, index: readonly number[], first: number, end: number): void {
  const box = boxes.get(label);
  if (box === undefined) {
    boxes.set(label, { label, low: [...index, first], high: [...index.map((at) => at + 1), end] });
    return;
  }
  const { low, high } = box;
  for (let axis = 0; axis < index.length; axis++) {
    low[axis] = Math.min(low[axis] as number, index[axis] as number);
    high[axis] = Math.max(high[axis] as number, (index[axis] as number) + 1);
  }
  low[index.length] = Math.min(low[index.length] as number, first);
  high[index.length] = Math.max(high[index.length] as number, end);
}
