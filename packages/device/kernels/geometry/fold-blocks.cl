// One value of each block of an image: `method` 0 max, 1 min, 2 sum, 3 mean, 4 variance, 5 standard deviation. `grid` holds for each axis
// extent, stride, block and number of blocks. STORE: 0 as a float, 1 truncated modulo 2^n, 2 whether it is not 0.
DEVICE C block_member(GLOBAL const IN_t *in, GLOBAL const i32 *grid, int rank, int block, int member, C outside) {
  i64 from = 0;
  for (int axis = rank - 1; axis >= 0; axis--) {
    GLOBAL const i32 *along = grid + 4 * axis;
    const int at = block % along[3] * along[2] + member % along[2];
    block /= along[3];
    member /= along[2];
    if (at >= along[0]) return outside;
    from += (i64)at * along[1];
  }
  return IN_load(in, from);
}

KERNEL fold_blocks(GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const i32 *grid, int rank, int members, int method, C outside, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  C value = method == 0 ? -(C)INFINITE : method == 1 ? (C)INFINITE : (C)0;
  for (int m = 0; m < members; m++) {
    const C member = block_member(in, grid, rank, (int)i, m, outside);
    if (method >= 2) value += member;
    else if (member != member || (method == 0 ? member > value : member < value)) value = member;
    if (value != value) break;
  }
  if (method >= 3) value /= (C)members;
  if (method >= 4) {
    const C mean = value;
    value = 0;
    for (int m = 0; m < members; m++) {
      const C deviation = block_member(in, grid, rank, (int)i, m, outside) - mean;
      value += deviation * deviation;
    }
    value /= (C)members;
  }
  if (method == 5) value = sqrt(value);
#if STORE == 0
  OUT_store(out, i, value);
#elif STORE == 1
  OUT_put(out, i, (OUT_v)(value != value ? (i64)0 : (i64)value));
#else
  OUT_put(out, i, value == 0 ? 0 : 1);
#endif
}
