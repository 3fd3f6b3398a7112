import type { Dtype } from "@openhcs/core";
import type { Value } from "../../wgsl/element.js";

/** A number that a body takes from the launch, so that it is no part of the text. */
export interface BodyNumber {
  readonly name: string;
  readonly type: Value;
  readonly value: number;
}

/** What an elementwise function does to one element of each of its arrays, in WGSL. */
export interface Body {
  /** Of the result, before the dtype rule; float16 is rounded to afterwards. */
  readonly dtype: Dtype;
  /** Statements that return the result. Arrays and numbers go by their names. */
  readonly code: string;
  readonly numbers?: readonly BodyNumber[];
}

/** Dtypes of the arrays of a call, by name. */
export type BodyDtypes = Readonly<Record<string, Dtype>>;

/** The body of a call; or why there is none, so that others take it. */
export type BodyOf<Choices = Readonly<Record<string, unknown>>> = (dtypes: BodyDtypes, parameters: Choices) => Body | string;
