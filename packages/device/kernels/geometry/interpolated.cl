// Interpolated values as SciPy stores them: integers rounded half away from 0 and clamped, NaN as 0; bool true from 1 on.
// ROUNDING: 0 of floats, 1 of integers, 2 of bool.
KERNEL store_interpolated(GLOBAL const C *in, GLOBAL OUT_t *out, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  C value = in[i];
#if ROUNDING == 1
  value = trunc(value < 0 ? value - (C)0.5f : value + (C)0.5f);
#elif ROUNDING == 2
  value = value != value ? (C)0 : trunc(value);
#endif
  OUT_store(out, i, value);
}
