/** How far a kernel may be from the reference, for float64 accumulation; others are compared a hundred times more loosely. */
export type Tolerance =
  | { readonly kind: "exact" }
  | { readonly kind: "allclose"; readonly rtol: number; readonly atol: number }
  /** Integer results: each within `maxAbsDiff`, at most this fraction differing at all. */
  | { readonly kind: "integer"; readonly maxAbsDiff: number; readonly maxMismatchFraction: number }
  /** The same partition; numbers may differ. */
  | { readonly kind: "labels" };
