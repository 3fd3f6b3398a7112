// Elements of lines that lie apart, beside each other: the axes of `out` in its order, as extents and as steps through `in`.
KERNEL gather_lines(GLOBAL const IN_t *in, GLOBAL IN_t *out, GLOBAL const int *extents, GLOBAL const i64 *steps, int rank, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  i64 rest = i;
  i64 at = 0;
  for (int axis = rank - 1; axis >= 0; axis--) {
    const i64 extent = extents[axis];
    at += rest % extent * steps[axis];
    rest /= extent;
  }
  out[i] = in[at];
}
