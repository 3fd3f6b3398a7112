import type { Dtype } from "@openhcs/core";

/** A number that a body takes as an argument of the kernel, so that it is no part of the text. */
export interface BodyNumber {
  readonly name: string;
  /** `C` is double where the device has that. */
  readonly type: "i64" | "float" | "double" | "C";
  readonly value: number;
}

/** What an elementwise function does to one element of each of its arrays, in the dialect. */
export interface Body {
  /** Of the result, before the dtype rule. */
  readonly dtype: Dtype;
  /**
   * Statements that return the result as `exactType(dtype)`; float16 is rounded to afterwards. Arrays go by their names, in the exact
   * types of their dtypes, and numbers by theirs. `C` is double where the device has that, else float.
   */
  readonly code: string;
  readonly numbers?: readonly BodyNumber[];
  /** Whether its results are wrong without double precision. */
  readonly needsFp64?: boolean;
}

/** Dtypes of the arrays of a call, by name. */
export type BodyDtypes = Readonly<Record<string, Dtype>>;

/** The body of a call; or why there is none, so that the reference takes it. */
export type BodyOf<Choices = Readonly<Record<string, unknown>>> = (dtypes: BodyDtypes, parameters: Choices) => Body | string;
