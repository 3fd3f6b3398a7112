import { createRequire } from "node:module";
import type { parse as parseNow } from "acorn";

/** Acorn, read when the first kernel is: a start with backends that nobody uses does not wait for it. */
export const parse: typeof parseNow = (...args) => (createRequire(import.meta.url)("acorn") as { readonly parse: typeof parseNow }).parse(...args);
