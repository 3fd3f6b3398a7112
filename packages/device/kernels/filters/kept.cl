// Stores a sum as filters keep it: integers truncated toward zero, modulo 2^n; what is not finite as 0.
DEVICE void keep(GLOBAL OUT_t *out, i64 i, C value) {
#ifdef OUT_IS_INTEGER
  value = trunc(value);
  if (!(fabs(value) < (C)4611686018427387904.0)) value = fabs(value) < (C)INFINITE ? fmod(value, (C)4294967296.0) : (C)0;
  out[i] = (OUT_t)(i64)value;
#else
  OUT_put(out, i, (OUT_v)value);
#endif
}
