import { InvalidArrayError } from "./array-errors.js";
import { borrow } from "./borrow.js";
import { encode } from "./copy.js";
import { allocate, className, type Dtype, type Element, type TypedArray } from "./dtype.js";
import { checkShape } from "./layout.js";
import { NdArray } from "./nd-array.js";

/** Elements as lists of lists, one level per axis. */
export type Nested = Element | readonly Nested[];

export function arrayFrom(values: Nested | TypedArray, dtype?: Dtype): NdArray {
  if (!ArrayBuffer.isView(values)) return elementsOf(values, shapeOf(values), dtype);
  return borrow(new NdArray({ data: values, shape: [values.length] }), (view) => view.cast(dtype ?? view.dtype));
}

function shapeOf(nested: Nested): number[] {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  checkShape(shape);
  return shape;
}

function elementsOf(nested: Nested, shape: readonly number[], dtype?: Dtype): NdArray {
  const flat: Element[] = [];
  flatten(nested, shape, 0, flat);
  const of = dtype ?? (typeof flat[0] === "bigint" ? "int64" : "float64");
  const data = allocate(of, flat.length);
  for (const [i, value] of flat.entries()) data[i] = encode(value, of) as number;
  return new NdArray({ data, shape, dtype: of });
}

export function nestedOf(array: NdArray): Nested {
  if (array.rank === 0) return array.get();
  return Array.from({ length: array.shape[0] as number }, (_, i) => borrow(array.slice(i), nestedOf));
}

function flatten(nested: Nested, shape: readonly number[], axis: number, flat: Element[]): void {
  const isLeaf = axis === shape.length;
  if (isLeaf !== !Array.isArray(nested) || (Array.isArray(nested) && nested.length !== shape[axis])) {
    throw new InvalidArrayError(`nested lists must be rectangular: [${shape.join(", ")}] does not hold at depth ${axis}.`);
  }
  if (Array.isArray(nested)) for (const item of nested) flatten(item, shape, axis + 1, flat);
  else flat.push(checkElement(nested));
}

/** Lists may come from code without types. */
function checkElement(value: unknown): Element {
  if (typeof value === "number" || typeof value === "bigint") return value;
  const remedy = ArrayBuffer.isView(value) ? " Make it a list: Array.from(row)." : "";
  throw new InvalidArrayError(`nested lists hold numbers or bigints, received ${className(value)}.${remedy}`);
}
