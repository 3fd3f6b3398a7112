// Minima, or maxima where `most` is 1, over windows along an axis; NaN where one is.

DEVICE OUT_v extreme_of(OUT_v a, OUT_v b, int most) {
  const int is_b = b != b || (most ? b > a : b < a);
  return is_b ? b : a;
}

// Over `taps` elements from p - before on, of `wide` positions along lines of `extent` elements.
KERNEL extreme_taps(
    GLOBAL const IN_t *in, GLOBAL OUT_t *out, int taps, int before, int extent, int wide, i64 inner, i64 size, int most, int mode, C cval) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 row = quotient(i, inner);
  const i64 lane = i - row * inner;
  const i64 outer = quotient(row, wide);
  const int p = (int)(row - outer * wide);
  const i64 line = outer * extent * inner + lane;
  const OUT_v outside = (OUT_v)IN_cast(cval);
  int read = boundary_index(mode, p - before, extent);
  OUT_v best = read < 0 ? outside : (OUT_v)IN_get(in, line + read * inner);
  for (int k = 1; k < taps; k++) {
    read = boundary_index(mode, p - before + k, extent);
    best = extreme_of(best, read < 0 ? outside : (OUT_v)IN_get(in, line + read * inner), most);
  }
  OUT_put(out, i, best);
}

// Over four windows at once, each at a distance from the last.
KERNEL extreme_windows(
    GLOBAL const OUT_t *in, GLOBAL OUT_t *out, int second, int third, int fourth, int extent, int wide, i64 inner, i64 size, int most) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 row = quotient(i, inner);
  const i64 outer = quotient(row, wide);
  const i64 at = (outer * extent + (row - outer * wide)) * inner + (i - row * inner);
  const OUT_v a = extreme_of(OUT_get(in, at), OUT_get(in, at + second * inner), most);
  const OUT_v b = extreme_of(OUT_get(in, at + third * inner), OUT_get(in, at + fourth * inner), most);
  OUT_put(out, i, extreme_of(a, b, most));
}
