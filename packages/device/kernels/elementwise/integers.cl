// Arithmetic modulo powers of two, in 64 bits: narrower integers keep the low bits. What C leaves undefined is defined as the references define it.
// `C` to the low 64 bits of its whole part; 0 for NaN and the infinities.
DEVICE u64 whole_of(C c) {
  if (!(fabs(c) < INFINITE)) return 0;
  if (fabs(c) < (C)4611686018427387904.0) return (u64)(i64)c;
  c = fmod(trunc(c), (C)18446744073709551616.0);
  return c < 0 ? 0 - (u64)(-c) : (u64)c;
}

DEVICE i64 abs_i64(i64 a) { return a < 0 ? (i64)(0 - (u64)a) : a; }
DEVICE u64 abs_u64(u64 a) { return a; }

// Remainder with the sign of the divisor; 0 where that is 0.
DEVICE i64 modulo_i64(i64 a, i64 b) {
  if (b == 0 || b == -1) return 0;
  const i64 rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
DEVICE u64 modulo_u64(u64 a, u64 b) { return b == 0 ? 0 : a % b; }

// Quotient rounded down; 0 where the divisor is 0.
DEVICE i64 quotient_i64(i64 a, i64 b) {
  if (b == 0) return 0;
  if (b == -1) return (i64)(0 - (u64)a);
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}
DEVICE u64 quotient_u64(u64 a, u64 b) { return b == 0 ? 0 : a / b; }

// By repeated squaring; exponents are not negative.
DEVICE u64 power_u64(u64 a, u64 b) {
  u64 result = 1;
  for (; b > 0; b >>= 1, a *= a) if (b & 1) result *= a;
  return result;
}
DEVICE i64 power_i64(i64 a, i64 b) { return (i64)power_u64((u64)a, (u64)b); }
