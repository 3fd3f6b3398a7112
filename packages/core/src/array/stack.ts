import { InvalidArrayError } from "./array-errors.js";
import { borrow } from "./borrow.js";
import { elementsInOrder } from "./copy.js";
import { allocate } from "./dtype.js";
import { sameShape } from "./layout.js";
import { NdArray } from "./nd-array.js";

/** Arrays of equal shape and dtype along a new first axis, copied. @throws InvalidArrayError */
export function stack(arrays: readonly NdArray[]): NdArray {
  const [first] = arrays;
  if (first === undefined) throw new InvalidArrayError("stacking needs at least one array, received none.");
  const at = arrays.findIndex(({ dtype, shape }) => dtype !== first.dtype || !sameShape(shape, first.shape));
  if (at !== -1) throw new InvalidArrayError(`stacking needs equal shapes and dtypes; 0 is ${first}, ${at} is ${arrays[at]}.`);
  const data = allocate(first.dtype, first.size * arrays.length);
  for (const [i, array] of arrays.entries()) (data as Uint8Array).set(elementsInOrder(array) as Uint8Array, i * first.size);
  return new NdArray({ data, shape: [arrays.length, ...first.shape], dtype: first.dtype });
}

/** Planes as a stack (Z, Y, X), copied. @throws InvalidArrayError for no planes, planes that are not 2D, or unequal shapes or dtypes */
export function stackSlices(slices: readonly NdArray[]): NdArray {
  const at = slices.findIndex(({ rank }) => rank !== 2);
  if (at !== -1) throw new InvalidArrayError(`stackSlices needs 2D slices; ${at} is ${slices[at]}.`);
  return stack(slices);
}

/** The planes of a stack; copies, unless views are asked for. @throws InvalidArrayError for anything but 3D */
export function unstackSlices(array: NdArray, { views = false }: { readonly views?: boolean } = {}): NdArray[] {
  if (array.rank !== 3) throw new InvalidArrayError(`unstackSlices needs a 3D array, received ${array}.`);
  return Array.from({ length: array.shape[0] as number }, (_, at) => (views ? array.slice(at) : borrow(array.slice(at), (plane) => plane.copy())));
}
