// The middle of the `EXTENT` values along an axis, or the mean of the two middle ones: each item sorts its line as it reads it.
KERNEL project_median(GLOBAL const IN_t *in, GLOBAL OUT_t *out, i64 lines, i64 inner) {
  const i64 i = global_x();
  if (i >= lines) return;
  const i64 start = i / inner * EXTENT * inner + i % inner;
  double sorted[EXTENT];
  double unordered = 0;
  for (int k = 0; k < EXTENT; k++) {
    const double value = (double)IN_get(in, start + k * inner);
    if (value != value) unordered = value;
    int at = k;
    for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
  }
  const double upper = sorted[EXTENT / 2];
  const double middle = EXTENT % 2 == 1 ? upper : (sorted[(EXTENT - 1) / 2] + upper) / 2;
  put_truncated(out, i, unordered != unordered ? unordered : middle);
}
