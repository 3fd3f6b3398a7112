// Doubles as a C cast of the references stores them in `OUT`: truncated toward zero, modulo 2^32; infinities and NaN become 0, and in bool 1.
// Halves are rounded from the double at once.
DEVICE u32 wrapped(double value) {
  if (!(value - value == 0)) return 0;
  const double whole = trunc(value);
  return (u32)(whole - floor(whole / 4294967296.0) * 4294967296.0);
}

// The float below or above a double that has an odd last bit unless it is exact, so that rounding it again rounds the double.
DEVICE float odd_float(double value) {
  const float nearest = (float)value;
  if ((double)nearest == value || !(value - value == 0) || nearest - nearest != 0) return nearest;
  u32 bits = float_to_bits(nearest);
  if (fabs((double)nearest) > fabs(value)) bits--;
  return bits_to_float(bits | 1u);
}

DEVICE void put_truncated(GLOBAL OUT_t *out, i64 i, double value) {
#if OUT_IS_BOOL
  out[i] = value != 0 ? 1 : 0;
#elif OUT_IS_HALF
  out[i] = float_to_half(odd_float(value));
#elif OUT_IS_FLOAT
  out[i] = (OUT_t)value;
#else
  out[i] = (OUT_t)wrapped(value);
#endif
}
