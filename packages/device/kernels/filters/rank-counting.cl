// The neighbour of a rank, found bit by bit: a bit is set where no more neighbours than the rank lie below what it would make.
KERNEL rank_by_counting(
    GLOBAL const KEY_t *extended, GLOBAL IN_t *out, GLOBAL const int *distances, int members, int rank, int bits,
    int depth, int height, int width, int deep, int high, int wide, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  GLOBAL const KEY_t *at = extended + extended_start(i, depth, height, width, deep, high, wide);
  KEY_t found = 0;
  for (int bit = bits - 1; bit >= 0; bit--) {
    const KEY_t candidate = (KEY_t)(found | ((KEY_t)1 << bit));
    int below = 0;
    for (int k = 0; k < members; k++) below += at[distances[k]] < candidate;
    if (below <= rank) found = candidate;
  }
  IN_put(out, i, value_of(found));
}
