/** A value as it lies in a message: as in JSON, but lists, objects and everything else are tagged lists. */
export type Encoded = null | boolean | number | string | readonly [tag: Tag, ...content: readonly unknown[]];

export type Tag = "undefined" | "number" | "bigint" | "list" | "object" | "array" | "elements" | "handle";

/** Where the elements of an array lie: in a part of a segment, or packed in an attachment of the message. */
export type Place =
  | { readonly segment: number; readonly byteOffset: number; readonly length: number }
  | { readonly attachment: number };

/** An array without its elements. */
export interface ArrayHeader {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of arrays in segments; those in attachments are packed. */
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly place: Place;
}

/** An array that stays with the host. */
export interface HandleHeader {
  readonly handle: number;
  readonly memoryType: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Values nest at most this deep. */
export const maxDepth = 64;
