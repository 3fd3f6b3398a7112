// A spline of AXES axes evaluated at the points that an affine map finds for the elements of a grid, plane by plane. `grid` holds, for
// both source and target, extents and strides per axis, then the number of axes of the target, and after these extents and
// both strides of the axes that number the planes; `map` the rows of the matrix, then the offsets.
#define TAPS (ORDER + 1)

KERNEL sample_affine(GLOBAL const C *in, GLOBAL C *out, GLOBAL const i32 *grid, GLOBAL const C *map, int axes, int others, int mode, C cval, int size) {
  const i64 item = global_x();
  if (item >= size) return;
  GLOBAL const i32 *source = grid;
  GLOBAL const i32 *target = grid + 2 * AXES;
  GLOBAL const i32 *other = target + 2 * axes;
  int rest = (int)item;
  C at[AXES];
  for (int k = 0; k < AXES; k++) at[k] = 0;
  int index[8];
  int to = 0;
  for (int axis = axes - 1; axis >= 0; axis--) {
    index[axis] = rest % target[2 * axis];
    rest /= target[2 * axis];
    to += index[axis] * target[2 * axis + 1];
  }
  int from = 0;
  for (int axis = others - 1; axis >= 0; axis--) {
    const int place = rest % other[3 * axis];
    rest /= other[3 * axis];
    from += place * other[3 * axis + 1];
    to += place * other[3 * axis + 2];
  }
  // The last axis and the offset come last, as in the reference, whose sums are rounded in that order.
  for (int k = 0; k < AXES; k++) {
    for (int axis = 0; axis < axes; axis++) at[k] += (C)index[axis] * map[k * axes + axis];
    at[k] += map[AXES * axes + k];
  }
  int pixels[AXES][TAPS];
  C weights[AXES][TAPS];
  for (int k = 0; k < AXES; k++) {
    if (!taps_at(mode, at[k], source[2 * k], pixels[k], weights[k])) {
      out[to] = cval;
      return;
    }
  }
  C sum = 0;
#if AXES == 1
  for (int i = 0; i < TAPS; i++) sum += (pixels[0][i] < 0 ? cval : in[from + pixels[0][i] * source[1]]) * weights[0][i];
#elif AXES == 2
  for (int i = 0; i < TAPS; i++) {
    for (int k = 0; k < TAPS; k++) {
      const int row = pixels[0][i], column = pixels[1][k];
      const C value = row < 0 || column < 0 ? cval : in[from + row * source[1] + column * source[3]];
      sum += value * weights[0][i] * weights[1][k];
    }
  }
#else
  for (int h = 0; h < TAPS; h++) {
    for (int i = 0; i < TAPS; i++) {
      for (int k = 0; k < TAPS; k++) {
        const int plane = pixels[0][h], row = pixels[1][i], column = pixels[2][k];
        const C value = plane < 0 || row < 0 || column < 0 ? cval : in[from + plane * source[1] + row * source[3] + column * source[5]];
        sum += value * (weights[0][h] * weights[1][i] * weights[2][k]);
      }
    }
  }
#endif
  out[to] = sum;
}
