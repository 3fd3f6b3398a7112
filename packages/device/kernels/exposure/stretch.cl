// Values of planes clipped to two limits each, which become `least` and `least + range`; a plane whose limits are equal becomes `least`, one without limits NaN.
// `limits` are pairs; the result is rounded to single precision first where the peer computes in that.
KERNEL stretch(
  GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const double *limits, i64 size, i64 plane_size, double least, double range, int multiplies_first, int rounds
) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 plane = i / plane_size;
  const double low = limits[2 * plane];
  const double high = limits[2 * plane + 1];
  const double value = (double)IN_get(in, i);
  double stretched = least;
  if (low != high) {
    const double above = (value < low ? low : value > high ? high : value) - low;
    const double extent = high - low;
    stretched = (multiplies_first ? above * range / extent : above / extent * range) + least;
    if (low != low) stretched = low;
  }
  put_truncated(out, i, rounds ? (double)(float)stretched : stretched);
}
