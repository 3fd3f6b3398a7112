// The same for devices whose groups share fast memory: a group loads what all its results need once, as numbers with the border's among them. A result
// costs 1 + (taps - 1) / LENGTH loads instead of `taps`.

// The sum about an element of a tile whose neighbours along the line lie `step` apart, in the order of correlate_axis.
DEVICE C tile_sum(LOCAL_POINTER const C *at, int step, GLOBAL const C *weights, int taps, int symmetry) {
  const int before = taps / 2;
  if (symmetry == 0) {
    C sum = (C)0;
    for (int k = 0; k < taps; k++) sum += at[(k - before) * step] * weights[k];
    return sum;
  }
  const C sign = (C)symmetry;
  C sum = at[0] * weights[before];
  for (int k = 0; k < before; k++) {
    const int distance = (before - k) * step;
    sum += (at[-distance] + sign * at[distance]) * weights[k];
  }
  return sum;
}

// Lines side by side: LENGTH positions of as many of them as a group is wide.
KERNEL correlate_columns(
    GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const C *table, LOCAL_ARRAY(C, tile), int first, int taps, int symmetry,
    int extent, i64 inner, int mode, C cval, C scale, C least) {
  const int before = taps / 2;
  const int width = group_size_x();
  const int from = (int)group_y() * LENGTH;
  const int last = extent - 1 + taps - 1 - before;
  const i64 lane = global_x();
  const i64 line = group_z() * extent * inner + lane;
  for (int row = local_y(); row < LENGTH + taps - 1; row += group_size_y()) {
    const int p = from + row - before;
    if (lane < inner && p <= last) tile[row * width + local_x()] = line_tap(in, line, inner, p, extent, mode, cval, scale, least);
  }
  BARRIER();
  for (int row = local_y(); row < LENGTH; row += group_size_y()) {
    if (lane < inner && from + row < extent) {
      keep(out, line + (i64)(from + row) * inner, tile_sum(tile + (row + before) * width + local_x(), width, table + first, taps, symmetry));
    }
  }
}

// Lines of consecutive elements: LENGTH of them for a group, `parts` groups for a line.
KERNEL correlate_rows(
    GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const C *table, LOCAL_ARRAY(C, tile), int first, int taps, int symmetry,
    int extent, int parts, int mode, C cval, C scale, C least) {
  const int before = taps / 2;
  const int from = (int)(group_x() % parts) * LENGTH;
  const int last = extent - 1 + taps - 1 - before;
  const i64 line = group_x() / parts * extent;
  for (int at = local_x(); at < LENGTH + taps - 1; at += group_size_x()) {
    const int p = from + at - before;
    if (p <= last) tile[at] = line_tap(in, line, 1, p, extent, mode, cval, scale, least);
  }
  BARRIER();
  for (int at = local_x(); at < LENGTH && from + at < extent; at += group_size_x()) {
    keep(out, line + from + at, tile_sum(tile + at + before, 1, table + first, taps, symmetry));
  }
}
