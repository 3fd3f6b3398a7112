import type { NdArray } from "./nd-array.js";

/** Uses a view and releases its handle, so that the elements are freed with the handles that the caller knows of. */
export function borrow<Result>(view: NdArray, use: (view: NdArray) => Result): Result {
  try {
    return use(view);
  } finally {
    view.dispose();
  }
}
