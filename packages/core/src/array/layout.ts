import { InvalidArrayError } from "./array-errors.js";

export type Shape = readonly number[];
export type Strides = readonly number[];

/** Arrays have at most this many axes. */
export const maxRank = 8;

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** Strides, in elements, of a C-contiguous array. */
export function contiguousStrides(shape: Shape): Strides {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return Object.freeze(strides);
}

/** Whether elements lie in C order without gaps; strides of axes of extent 1 do not matter. */
export function isContiguous(shape: Shape, strides: Strides): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    if (extent === 0) return true;
    if (extent !== 1 && strides[axis] !== step) return false;
    step *= extent;
  }
  return true;
}

/** Lowest and highest element index that a view touches; undefined for an empty one. */
export function extentOf(shape: Shape, strides: Strides, offset: number): readonly [number, number] | undefined {
  let [low, high] = [offset, offset];
  for (const [axis, extent] of shape.entries()) {
    if (extent === 0) return undefined;
    const reach = (extent - 1) * (strides[axis] as number);
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

export function checkShape(shape: Shape): void {
  if (shape.length > maxRank) throw new InvalidArrayError(`an array has at most ${maxRank} axes, received ${shape.length}.`);
  const wrong = shape.find((extent) => !Number.isSafeInteger(extent) || extent < 0);
  if (wrong !== undefined) throw new InvalidArrayError(`every extent must be a non-negative integer, received [${shape.join(", ")}].`);
  if (!Number.isSafeInteger(sizeOf(shape))) throw new InvalidArrayError(`too many elements: [${shape.join(", ")}].`);
}

/** An axis counted from the end when negative, as NumPy does. */
export function normalizeAxis(axis: number, rank: number): number {
  const normalized = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && normalized >= 0 && normalized < rank) return normalized;
  throw new InvalidArrayError(`axis must be an integer in [${-rank}, ${rank - 1}], received ${axis}.`);
}

/** The common shape of two arrays by NumPy's broadcasting rule. */
export function broadcastShapes(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new InvalidArrayError(`shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast.`);
  });
}

/** Strides with which an array of `shape` reads as `target`: zero along every repeated axis. */
export function broadcastStrides(shape: Shape, strides: Strides, target: Shape): number[] {
  const lead = target.length - shape.length;
  const fits = lead >= 0 && shape.every((extent, axis) => extent === 1 || extent === target[axis + lead]);
  if (!fits) throw new InvalidArrayError(`shape [${shape.join(", ")}] does not broadcast to [${target.join(", ")}].`);
  return target.map((_, axis) => (axis < lead || shape[axis - lead] === 1 ? 0 : (strides[axis - lead] as number)));
}
