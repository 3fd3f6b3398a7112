// Differences in the dtype of the result: DIFFERENCE, of `a` and `b`.
KERNEL subtract_arrays(GLOBAL const A_t *as, GLOBAL const B_t *bs, GLOBAL OUT_t *out, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  const A_v a = A_get(as, i);
  const B_v b = B_get(bs, i);
  OUT_put(out, i, DIFFERENCE);
}
