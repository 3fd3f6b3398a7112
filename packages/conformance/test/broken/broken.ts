import type { BackendSpec, NdArray, TypedArray } from "@openhcs/core";
import { type Crate, type CrateArray, crateMemory } from "../crate.js";

export type Members = Partial<BackendSpec<Crate>>;

/** The sound backend with one fault. */
export interface Broken {
  readonly what: string;
  /** Members in place of the sound ones. */
  readonly members: Members;
  /** The test that must fail, and what its message must say. */
  readonly failing: string;
  readonly message: RegExp;
}

/** A fresh crate array on the first device. */
export function packed(elements: TypedArray, { dtype, shape }: Pick<NdArray, "dtype" | "shape">, crate: Crate): CrateArray {
  return crate.pack(crateMemory, elements, { dtype, shape });
}

/** What broken backends keep and should not. */
export const hoard: unknown[] = [];
