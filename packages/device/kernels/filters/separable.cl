// Correlates every line along an axis with weights: out[i] = sum of weights[k] * in[i + k - taps / 2].
// Elements are read times `scale`, and not below `least`; beyond the border in mode constant there is cval.

DEVICE C line_tap(GLOBAL const IN_t *in, i64 line, i64 inner, int p, int extent, int mode, C cval, C scale, C least) {
  const int read = boundary_index(mode, p, extent);
  if (read < 0) return cval;
  const C value = IN_load(in, line + read * inner) * scale;
  return value < least ? least : value;
}

DEVICE C inner_tap(GLOBAL const IN_t *in, i64 at, C scale, C least) {
  const C value = IN_load(in, at) * scale;
  return value < least ? least : value;
}

// Symmetric (1) and antisymmetric (-1) weights take the centre first, then pairs from the outside in, as SciPy does; others (0) one by one.
KERNEL correlate_axis(
    GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const C *table, int first, int taps, int symmetry,
    int extent, i64 inner, i64 size, int mode, C cval, C scale, C least) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 row = quotient(i, inner);
  const i64 lane = i - row * inner;
  const i64 outer = quotient(row, extent);
  const int p = (int)(row - outer * extent);
  const i64 line = outer * extent * inner + lane;
  const int before = taps / 2;
  GLOBAL const C *weights = table + first;
  const int is_inside = p >= before && p + (taps - 1 - before) < extent;
  C sum = (C)0;
  if (symmetry != 0) {
    const C sign = (C)symmetry;
    sum = inner_tap(in, i, scale, least) * weights[before];
    if (is_inside) {
      for (int k = 0; k < before; k++) {
        const i64 distance = (before - k) * inner;
        sum += (inner_tap(in, i - distance, scale, least) + sign * inner_tap(in, i + distance, scale, least)) * weights[k];
      }
    } else {
      for (int k = 0; k < before; k++) {
        const C left = line_tap(in, line, inner, p + k - before, extent, mode, cval, scale, least);
        const C right = line_tap(in, line, inner, p + before - k, extent, mode, cval, scale, least);
        sum += (left + sign * right) * weights[k];
      }
    }
  } else {
    for (int k = 0; k < taps; k++) sum += line_tap(in, line, inner, p + k - before, extent, mode, cval, scale, least) * weights[k];
  }
  keep(out, i, sum);
}
