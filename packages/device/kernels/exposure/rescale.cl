// Intensities clipped to one range and mapped linearly to another; where the first has no extent, clipped to the other alone. Steps are rounded to
// single precision where SINGLE is 1.
#if SINGLE
#define ROUND(x) ((double)(float)(x))
#else
#define ROUND(x) (x)
#endif

KERNEL rescale(
  GLOBAL const IN_t *in, GLOBAL OUT_t *out, i64 size, double low, double high, double extent, double range, double start, double end, int is_flat
) {
  const i64 i = global_x();
  if (i >= size) return;
  const double value = (double)IN_get(in, i);
  const double raised = low != low ? low : value < low ? low : value;
  const double clipped = high != high ? high : raised > high ? high : raised;
  double result = ROUND(ROUND(ROUND(clipped - low) / extent) * range) + start;
  if (is_flat) {
    result = clipped < start ? start : clipped;
    if (result > end) result = end;
  }
  put_truncated(out, i, ROUND(result));
}
