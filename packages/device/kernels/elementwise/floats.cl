// What JavaScript's and NumPy's arithmetic of floats defines beyond C's.
// The larger and the smaller of two numbers, NaN where either is, 0 above -0: equal numbers have equal bits, but for zeros.
DEVICE float larger_float(float a, float b) {
  float most = a > b ? a : b;
  most = a == b ? bits_to_float(float_to_bits(a) & float_to_bits(b)) : most;
  return a != a ? a : most;
}
DEVICE float smaller_float(float a, float b) {
  float least = a < b ? a : b;
  least = a == b ? bits_to_float(float_to_bits(a) | float_to_bits(b)) : least;
  return a != a ? a : least;
}
#ifdef HAS_FP64
DEVICE double larger_double(double a, double b) {
  double most = a > b ? a : b;
  most = a == b ? bits_to_double(double_to_bits(a) & double_to_bits(b)) : most;
  return a != a ? a : most;
}
DEVICE double smaller_double(double a, double b) {
  double least = a < b ? a : b;
  least = a == b ? bits_to_double(double_to_bits(a) | double_to_bits(b)) : least;
  return a != a ? a : least;
}
#endif

// Remainder with the sign of the divisor.
DEVICE C floored_modulo(C a, C b) {
  const C rest = fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

DEVICE C floored(C truncated, C rest, C b) {
  const C quotient = rest != 0 && (rest < 0) != (b < 0) ? truncated - 1 : truncated;
  if (quotient == 0) return 0;
  const C below = floor(quotient);
  return quotient - below > (C)0.5 ? below + 1 : below;
}
// Quotient rounded down, consistent with the modulo.
DEVICE C floored_quotient(C a, C b) {
  if (b == 0) return a / b;
  const C rest = fmod(a, b);
  return floored((a - rest) / b, rest, b);
}
// The same, each step rounded to single precision.
DEVICE C floored_quotient_of_singles(C a, C b) {
  if (b == 0) return a / b;
  const C rest = fmod(a, b);
  return floored((C)(float)((C)(float)(a - rest) / b), rest, b);
}
