import { borrowBuffer } from "./allocation.js";
import { DisposedError, InvalidArrayError } from "./array-errors.js";
import { borrow } from "./borrow.js";
import { castElements, copyElements, encode } from "./copy.js";
import { allocate, bytesPerElement, className, dtypeOf, holds, type Dtype, type Element, type TypedArray } from "./dtype.js";
import { arithmetic, compare, type ArithmeticName, type ComparisonName, type Operand } from "./elementwise.js";
import { fromFloat16 } from "./float16.js";
import { broadcastStrides, checkShape, contiguousStrides, extentOf, isContiguous, normalizeAxis, sizeOf, type Shape, type Strides } from "./layout.js";
import { mapElements, reduceElements, reduceNamed, type ReductionName } from "./reduction.js";
import { arrayFrom, type Nested, nestedOf } from "./nested.js";
import { sliceView, type Range } from "./slice.js";
import { Storage } from "./storage.js";

const brand = Symbol.for("openhcs.nd-array");

export interface NdArrayInit {
  readonly data: TypedArray;
  readonly shape: Shape;
  /** Needed for `bool` and `float16`; else read from the class of `data`. */
  readonly dtype?: Dtype;
  /** In elements; may be zero or negative. Default: C order. */
  readonly strides?: Strides;
  /** Index in `data` of the first element. */
  readonly offset?: number;
}

/**
 * An n-dimensional array in host memory: the memory type `ndarray`.
 *
 * Rank 0 to 8, elements in a typed array over plain or shared memory. Views (`slice`, `transpose`, `squeeze`, `broadcastTo`) share
 * the elements. Arithmetic on integers of up to 16 bits and on float16 gives float32, on 32-bit integers float64; 64-bit integers stay
 * `bigint`. An array given to a runtime must not be written to any more.
 */
export class NdArray {
  readonly [brand] = true;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly strides: Strides;
  readonly offset: number;
  readonly #storage: Storage<TypedArray>;
  #data: TypedArray | undefined;

  /** @throws InvalidArrayError when shape, strides, dtype and data do not fit together. */
  constructor(init: NdArrayInit);
  /** @internal A handle on existing storage. */
  constructor(init: NdArrayInit, storage: Storage<TypedArray>);
  constructor({ data, shape, dtype = dtypeOf(data), strides = contiguousStrides(shape), offset = 0 }: NdArrayInit, storage?: Storage<TypedArray>) {
    checkShape(shape);
    if (!holds(dtype, data)) throw new InvalidArrayError(`${dtype} elements cannot lie in a ${className(data)}.`);
    if (strides.length !== shape.length) throw new InvalidArrayError(`${shape.length} extents need as many strides, received ${strides.length}.`);
    if (!strides.every(Number.isSafeInteger) || !Number.isSafeInteger(offset)) throw new InvalidArrayError(`strides and offset must be integers, received [${strides.join(", ")}] and ${offset}.`);
    const extent = extentOf(shape, strides, offset);
    if (extent !== undefined && !(extent[0] >= 0 && extent[1] < data.length)) {
      throw new InvalidArrayError(`shape [${shape.join(", ")}] with strides [${strides.join(", ")}] and offset ${offset} reaches outside of ${data.length} elements.`);
    }
    this.dtype = dtype;
    this.shape = frozen(shape);
    this.strides = frozen(strides);
    this.offset = offset;
    this.#storage = storage ?? storageOf(data);
    this.#data = data;
  }

  /**
   * An array of the values in nested lists, `NdArray.from([[1, 2], [3, 4]], "uint8")`, or of a copy of a typed array, values as by `cast`.
   *
   * Default dtype: that of the typed array; of lists float64, or int64 for bigints.
   * @throws InvalidArrayError for lists that are not rectangular or hold anything but numbers
   */
  static from(values: Nested | TypedArray, dtype?: Dtype): NdArray {
    return arrayFrom(values, dtype);
  }

  static zeros(shape: Shape, dtype: Dtype = "float32", { shared = false }: { readonly shared?: boolean } = {}): NdArray {
    checkShape(shape);
    return new NdArray({ data: allocate(dtype, sizeOf(shape), { shared }), shape, dtype });
  }

  /** One value everywhere, rounded and saturated as by `cast`. */
  static full(shape: Shape, value: Element, dtype: Dtype = "float32"): NdArray {
    const array = NdArray.zeros(shape, dtype);
    (array.data as { fill(value: Element): unknown }).fill(encode(value, dtype));
    return array;
  }

  /** The elements, in which this view begins at `offset` and steps by `strides`; bits where the dtype is float16. */
  get data(): TypedArray {
    if (this.#data === undefined) throw new DisposedError(this.toString());
    return this.#data;
  }

  /** @internal What frees the elements with the last handle. */
  get storage(): Storage<TypedArray> {
    if (this.#data === undefined) throw new DisposedError(this.toString());
    return this.#storage;
  }

  get rank(): number {
    return this.shape.length;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Bytes that the elements of this view occupy when packed. */
  get bytes(): number {
    return this.size * bytesPerElement(this.dtype);
  }

  /** C order without gaps, and nothing but its elements in `data`. */
  get isPacked(): boolean {
    return this.offset === 0 && this.data.length === this.size && this.isContiguous;
  }

  /** Whether the elements lie in C order without gaps, so that any shape of the same size is a view. */
  get isContiguous(): boolean {
    return isContiguous(this.shape, this.strides);
  }

  get isShared(): boolean {
    return typeof SharedArrayBuffer !== "undefined" && this.data.buffer instanceof SharedArrayBuffer;
  }

  /** The element at an index, one integer per axis, negative ones counted from the end. */
  get(...index: readonly number[]): Element {
    const element = this.data[this.#position(index)] as Element;
    return this.dtype === "float16" ? fromFloat16(element as number) : element;
  }

  /** Writes one element, rounded and saturated as by `cast`; only for arrays that no runtime has seen yet. */
  set(index: readonly number[], value: Element): void {
    (this.data as { [position: number]: Element })[this.#position(index)] = encode(value, this.dtype);
  }

  /** A view: per axis an index (drops the axis), `[start, stop, step]` with any part left out, or null for all of it. */
  slice(...ranges: readonly Range[]): NdArray {
    return this.#view(sliceView(this, ranges));
  }

  /** A view with axes in another order; reversed by default. */
  transpose(axes: readonly number[] = this.shape.map((_, axis) => this.rank - 1 - axis)): NdArray {
    const order = axes.map((axis) => normalizeAxis(axis, this.rank));
    if (new Set(order).size !== this.rank) throw new InvalidArrayError(`transpose needs every axis once, received [${axes.join(", ")}].`);
    return this.#view({ shape: order.map((axis) => this.shape[axis] as number), strides: order.map((axis) => this.strides[axis] as number) });
  }

  /** A view without the axes of extent 1, or without one of them. */
  squeeze(axis?: number): NdArray {
    const dropped = axis === undefined ? undefined : normalizeAxis(axis, this.rank);
    if (dropped !== undefined && this.shape[dropped] !== 1) throw new InvalidArrayError(`axis ${axis} has extent ${this.shape[dropped]} and cannot be squeezed.`);
    const keeps = (_: number, at: number) => (dropped === undefined ? this.shape[at] !== 1 : at !== dropped);
    return this.#view({ shape: this.shape.filter(keeps), strides: this.strides.filter(keeps) });
  }

  /** A view with a new axis of extent 1 before `axis`. */
  expandDims(axis = 0): NdArray {
    const at = normalizeAxis(axis, this.rank + 1);
    return this.#view({ shape: insertAt(this.shape, at, 1), strides: insertAt(this.strides, at, 0) });
  }

  /** A view that repeats axes of extent 1, and new leading ones, up to `shape`. */
  broadcastTo(shape: Shape): NdArray {
    return this.#view({ shape, strides: broadcastStrides(this.shape, this.strides, shape) });
  }

  /** The same elements in another shape; a view where they are contiguous, else a copy. */
  reshape(shape: Shape): NdArray {
    checkShape(shape);
    if (sizeOf(shape) !== this.size) throw new InvalidArrayError(`cannot reshape [${this.shape.join(", ")}] to [${shape.join(", ")}].`);
    if (!this.isContiguous) return borrow(this.copy(), (copy) => copy.reshape(shape));
    return this.#view({ shape, strides: contiguousStrides(shape) });
  }

  /** The same elements packed: this array, a view where they are contiguous, else a copy. */
  packed(): NdArray {
    if (this.isPacked) return this;
    if (!this.isContiguous) return this.copy();
    return this.#view({ data: this.data.subarray(this.offset, this.offset + this.size), strides: contiguousStrides(this.shape), offset: 0 });
  }

  /** A packed copy. */
  copy(): NdArray {
    return new NdArray({ data: copyElements(this), shape: this.shape, dtype: this.dtype });
  }

  /** The values in another dtype: floats to integers round half to even and saturate, NaN becomes 0; integers saturate. */
  cast(dtype: Dtype): NdArray {
    return dtype === this.dtype ? this.copy() : new NdArray({ data: castElements(this, dtype), shape: this.shape, dtype });
  }

  /** A function of every element; float32, or float64 for 32-bit integers and float64. @throws InvalidArrayError for 64-bit integers. */
  map(body: (value: number) => number): NdArray {
    return mapElements(this, body);
  }

  add(other: Operand): NdArray { return this.#arithmetic("add", other); }
  subtract(other: Operand): NdArray { return this.#arithmetic("subtract", other); }
  multiply(other: Operand): NdArray { return this.#arithmetic("multiply", other); }
  divide(other: Operand): NdArray { return this.#arithmetic("divide", other); }
  minimum(other: Operand): NdArray { return this.#arithmetic("minimum", other); }
  maximum(other: Operand): NdArray { return this.#arithmetic("maximum", other); }
  power(other: Operand): NdArray { return this.#arithmetic("power", other); }

  /** Comparisons give bool arrays. */
  greater(other: Operand): NdArray { return this.#compare("greater", other); }
  greaterEqual(other: Operand): NdArray { return this.#compare("greaterEqual", other); }
  less(other: Operand): NdArray { return this.#compare("less", other); }
  lessEqual(other: Operand): NdArray { return this.#compare("lessEqual", other); }
  equal(other: Operand): NdArray { return this.#compare("equal", other); }
  notEqual(other: Operand): NdArray { return this.#compare("notEqual", other); }

  /** Folds all elements in C order, or each line along an axis. */
  reduce(body: (accumulated: number, value: number) => number, initial: number): number;
  reduce(body: (accumulated: number, value: number) => number, initial: number, axis: number): NdArray;
  reduce(body: (accumulated: number, value: number) => number, initial: number, axis?: number): number | NdArray {
    return reduceElements(this, body, initial, axis);
  }

  /** Sums and means accumulate in float64. An empty array has sum 0, mean NaN, and no minimum or maximum (an error). */
  sum(): number;
  sum(axis: number): NdArray;
  sum(axis?: number): number | NdArray { return this.#reduce("sum", axis); }
  mean(): number;
  mean(axis: number): NdArray;
  mean(axis?: number): number | NdArray { return this.#reduce("mean", axis); }
  min(): number;
  min(axis: number): NdArray;
  min(axis?: number): number | NdArray { return this.#reduce("min", axis); }
  max(): number;
  max(axis: number): NdArray;
  max(axis?: number): number | NdArray { return this.#reduce("max", axis); }

  /** The elements as nested lists. */
  toNested(): Nested {
    return nestedOf(this);
  }

  /** Another handle on the same elements. */
  retain(): NdArray {
    return this.#view({});
  }

  /** Releases this handle; the elements go with the last one. Harmless when repeated. */
  dispose(): void {
    if (this.#data === undefined) return;
    this.#data = undefined;
    this.#storage.release();
  }

  get isDisposed(): boolean {
    return this.#data === undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `NdArray(${this.dtype}, [${this.shape.join(", ")}])`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #position(index: readonly number[]): number {
    if (index.length !== this.rank) throw new InvalidArrayError(`${this} needs ${this.rank} indices, received ${index.length}.`);
    let position = this.offset;
    for (let axis = 0; axis < index.length; axis++) {
      const extent = this.shape[axis] as number;
      const at = index[axis] as number;
      const from = at < 0 ? at + extent : at;
      if (!Number.isInteger(at) || from < 0 || from >= extent) throw new InvalidArrayError(`index ${at} is outside of axis ${axis} of ${this}.`);
      position += from * (this.strides[axis] as number);
    }
    return position;
  }

  #view({ data = this.data, shape = this.shape, strides = this.strides, offset = this.offset }: Partial<NdArrayInit>): NdArray {
    const view = new NdArray({ data, dtype: this.dtype, shape, strides, offset }, this.#storage);
    this.#storage.retain();
    return view;
  }

  #arithmetic(name: ArithmeticName, other: Operand): NdArray {
    return arithmetic(name, this, other);
  }

  #compare(name: ComparisonName, other: Operand): NdArray {
    return compare(name, this, other);
  }

  #reduce(name: ReductionName, axis: number | undefined): number | NdArray {
    return reduceNamed(name, this, axis);
  }
}

function storageOf(data: TypedArray): Storage<TypedArray> {
  const storage = new Storage(data, data.byteLength);
  const giveBack = borrowBuffer(data.buffer);
  if (giveBack !== undefined) storage.onFree(giveBack);
  return storage;
}

function insertAt(list: readonly number[], at: number, value: number): number[] {
  return [...list.slice(0, at), value, ...list.slice(at)];
}

/** A list of its own, so that neither the caller's nor a reader's changes change the array. */
function frozen(list: readonly number[]): readonly number[] {
  return Object.isFrozen(list) ? list : Object.freeze([...list]);
}

/** Holds also for arrays made by another copy of this package. */
export function isNdArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && (value as { [brand]?: unknown })[brand] === true;
}
