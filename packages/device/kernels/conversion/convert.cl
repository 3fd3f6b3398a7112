// Elements rescaled from the range of their dtype to that of another: CONVERTED is an expression of `value`, and of what the host found out. Floats
// that become integers must lie in [-1, 1]; `beyond` tells whether any does not.
#if FROM_FLOAT
DEVICE OUT_v whole_part(REAL value, REAL scale, REAL shift, REAL least, REAL most) {
  const REAL scaled = value * scale;
  const REAL whole = rint(scaled - shift);
  return whole != whole ? (OUT_v)0 : (OUT_v)(whole < least ? least : whole > most ? most : whole);
}
#endif

KERNEL convert_range(GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL int *beyond, i64 size, int factor, int dropped) {
  const i64 i = global_x();
  if (i >= size) return;
  const IN_v value = IN_get(in, i);
#if FROM_FLOAT
  if (value < -1 || value > 1) atomic_or_int(beyond, 1);
#endif
  OUT_put(out, i, CONVERTED);
}
