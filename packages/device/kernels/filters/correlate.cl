// Weighted sums of neighbours, over an extended image in the compute type.

KERNEL extend_image(
    GLOBAL const IN_t *in, GLOBAL C *extended, int depth, int height, int width, int deep, int high, int wide,
    int before_z, int before_y, int before_x, i64 size, int mode, C cval, C scale, C least) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 read = extended_read(i, depth, height, width, deep, high, wide, before_z, before_y, before_x, mode);
  if (read < 0) {
    extended[i] = cval;
    return;
  }
  const C value = IN_load(in, read) * scale;
  extended[i] = value < least ? least : value;
}

DEVICE C weighted_sum(GLOBAL const C *at, GLOBAL const int *distances, GLOBAL const C *weights, int taps) {
  C sum = (C)0;
  for (int k = 0; k < taps; k++) sum += at[distances[k]] * weights[k];
  return sum;
}

KERNEL correlate_image(
    GLOBAL const C *extended, GLOBAL OUT_t *out, GLOBAL const int *distances, GLOBAL const C *weights, int taps,
    int depth, int height, int width, int deep, int high, int wide, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  keep(out, i, weighted_sum(extended + extended_start(i, depth, height, width, deep, high, wide), distances, weights, taps));
}

// The root of the mean of the squares of several such sums.
KERNEL edge_magnitude(
    GLOBAL const C *extended, GLOBAL OUT_t *out, GLOBAL const int *distances, GLOBAL const C *weights, int taps, int kernels,
    int depth, int height, int width, int deep, int high, int wide, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  GLOBAL const C *at = extended + extended_start(i, depth, height, width, deep, high, wide);
  C squares = (C)0;
  for (int n = 0; n < kernels; n++) {
    const C edge = weighted_sum(at, distances + n * taps, weights + n * taps, taps);
    squares += edge * edge;
  }
  keep(out, i, sqrt(squares / (C)kernels));
}
