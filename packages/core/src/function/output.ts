import type { AnyArray } from "../memory/memory-type.js";
import type { TypedArray } from "../array/dtype.js";

/**
 * What an array output means, which decides its dtype: `image` follows the call's dtype rule, `float` is float32 (float64 from
 * float64), `mask` is bool, `labels` is uint32; `native` is what the body gives, where the dtype is the very point (`cast`). Only
 * images are ever rescaled.
 */
export type ResultKind = "image" | "float" | "mask" | "labels" | "native";

/** Columns of equal length, one row per object; numbers in typed arrays, or strings. */
export interface Table {
  readonly [column: string]: Column;
}
export type Column = Exclude<TypedArray, BigInt64Array | BigUint64Array> | readonly string[] | readonly number[];

interface Described {
  readonly description?: string;
  readonly unit?: string;
  /** Present only for some arguments. */
  readonly optional?: boolean;
}

export interface ArrayOutput {
  readonly type: "array";
  readonly result: ResultKind;
  /** Kinds that hold for some parameters: `{ convention: { skimage: "float" } }`; the first that fits. */
  readonly resultBy?: Readonly<Record<string, Readonly<Record<string, ResultKind>>>>;
}

export type Output = Described & (
  | ArrayOutput
  | { readonly type: "table" }
  | { readonly type: "number" | "integer" | "string" | "boolean" | "list" | "object" | "file" | "any" }
);

/** Outputs by name; the first is the main one unless the definition says otherwise. */
export type Outputs = Readonly<Record<string, Output>>;

type OutputValue<O extends Output, ArrayValue> =
  O extends { type: "array" } ? ArrayValue
  : O extends { type: "table" } ? Table
  : O extends { type: "number" | "integer" } ? number
  : O extends { type: "string" | "file" } ? string
  : O extends { type: "boolean" } ? boolean
  : O extends { type: "list" } ? readonly unknown[]
  : O extends { type: "any" } ? unknown
  : Readonly<Record<string, unknown>>;

export type OutputValues<O extends Outputs, ArrayValue> = {
  readonly [Name in keyof O as O[Name] extends { optional: true } ? never : Name]: OutputValue<O[Name], ArrayValue>;
} & {
  readonly [Name in keyof O as O[Name] extends { optional: true } ? Name : never]?: OutputValue<O[Name], ArrayValue>;
};

/** What `run` returns: the main output, wherever its array lives. */
export type MainValue<O extends Outputs, Main extends keyof O, ArrayValue = AnyArray> = OutputValue<O[Main], ArrayValue>;

type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never;

type IsAny<T> = 0 extends 1 & T ? true : false;

/** What a body returns: the only output itself, or all of them by name. */
export type Returned<O extends Outputs, ArrayValue> =
  IsAny<O> extends true ? any
  : IsUnion<keyof O> extends false ? OutputValue<O[keyof O], ArrayValue> : OutputValues<O, ArrayValue>;
