// The range of an array, NaN passed over: of GROUPS parts first, then of these.
KERNEL range_of_parts(GLOBAL const E_t *in, GLOBAL C *range, int size) {
  LOCAL C least[GROUP];
  LOCAL C most[GROUP];
  const int own = local_x();
  C lo = (C)INFINITE, hi = -(C)INFINITE;
  for (i64 i = global_x(); i < size; i += groups_x() * GROUP) {
    const C value = E_load(in, i);
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  least[own] = lo;
  most[own] = hi;
  GROUP_REDUCE_PAIR(C, least, b < a ? b : a, most, b > a ? b : a);
  if (own == 0) {
    range[2 + 2 * group_x()] = least[0];
    range[3 + 2 * group_x()] = most[0];
  }
}

KERNEL range_of_all(GLOBAL C *range, int parts) {
  if (global_x() != 0) return;
  C lo = (C)INFINITE, hi = -(C)INFINITE;
  for (int part = 0; part < parts; part++) {
    if (range[2 + 2 * part] < lo) lo = range[2 + 2 * part];
    if (range[3 + 2 * part] > hi) hi = range[3 + 2 * part];
  }
  range[0] = lo;
  range[1] = hi;
}

// Brings results into the range of the image, and cval where a constant border brought values as extreme as it into them.
KERNEL clip_to_range(GLOBAL E_t *out, GLOBAL const C *image, GLOBAL const C *result, int bordered, C cval, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  C lo = image[0], hi = image[1];
  if (bordered && (cval < lo || cval > hi) && result[0] <= cval && cval <= result[1]) {
    if (cval < lo) lo = cval;
    if (cval > hi) hi = cval;
  }
  const C value = E_load(out, i);
  if (value < lo) E_store(out, i, lo);
  else if (value > hi) E_store(out, i, hi);
}
