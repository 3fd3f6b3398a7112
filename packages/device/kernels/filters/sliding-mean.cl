// The mean over `window` elements along an axis, the element itself at `before`. A work item takes `segment` elements of a line, along
// which a sum runs.

DEVICE C line_tap(GLOBAL const IN_t *in, i64 line, i64 inner, int p, int extent, int mode, C cval) {
  const int read = boundary_index(mode, p, extent);
  return read < 0 ? cval : IN_load(in, line + read * inner);
}

KERNEL slide_mean(
    GLOBAL const IN_t *in, GLOBAL OUT_t *out, int window, int before, int segment, int segments,
    int extent, i64 inner, i64 items, int mode, C cval) {
  const i64 i = global_x();
  if (i >= items) return;
  const i64 row = quotient(i, inner);
  const i64 lane = i - row * inner;
  const i64 outer = quotient(row, segments);
  const int from = (int)(row - outer * segments) * segment;
  const int to = extent - from < segment ? extent : from + segment;
  const i64 line = outer * extent * inner + lane;
  C sum = (C)0;
  for (int k = 0; k < window; k++) sum += line_tap(in, line, inner, from + k - before, extent, mode, cval);
  keep(out, line + from * inner, sum / (C)window);
  for (int p = from + 1; p < to; p++) {
    const C newest = line_tap(in, line, inner, p + window - 1 - before, extent, mode, cval);
    const C oldest = line_tap(in, line, inner, p - 1 - before, extent, mode, cval);
    sum += newest - oldest;
    keep(out, line + p * inner, sum / (C)window);
  }
}
