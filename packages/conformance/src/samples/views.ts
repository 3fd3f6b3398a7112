import type { Dtype, NdArray } from "@openhcs/core";
import { bitPattern } from "./bit-patterns.js";

interface View {
  readonly what: string;
  readonly array: NdArray;
}

/** Views whose elements do not lie in C order without gaps. */
export function views(dtype: Dtype, seed: number): readonly View[] {
  const base = bitPattern(dtype, [6, 8, 10], seed);
  return [
    { what: "an offset", array: base.slice(2) },
    { what: "gaps", array: base.slice([1, 5], [0, null, 3], [2, 9, 2]) },
    { what: "reversed axes", array: base.slice([null, null, -1], null, [null, null, -2]) },
    { what: "transposed axes", array: base.transpose([2, 0, 1]) },
    { what: "a repeated axis", array: base.slice(0, [3, 4]).broadcastTo([5, 10]) },
    { what: "a repeated element", array: base.slice(1, 2, 3).broadcastTo([3, 4]) },
    { what: "nothing in it", array: base.slice([4, 2], null, [null, null, 2]) },
  ];
}
