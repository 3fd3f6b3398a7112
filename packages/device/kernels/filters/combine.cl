// An element from those of one or two arrays at its place: EXPRESSION, of `a` and `b`.
KERNEL combine(GLOBAL const A_t *as, GLOBAL const B_t *bs, GLOBAL OUT_t *out, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  const C a = A_load(as, i);
  const C b = B_load(bs, i);
  keep(out, i, EXPRESSION);
}
