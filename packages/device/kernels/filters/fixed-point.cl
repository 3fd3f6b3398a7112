// Sums in units of 1 / one as integers, rounded half up.
KERNEL round_fixed_point(GLOBAL const IN_t *in, GLOBAL OUT_t *out, i64 size, C one) {
  const i64 i = global_x();
  if (i < size) OUT_store(out, i, floor(IN_load(in, i) / one + (C)0.5));
}

// Sums as integers, rounded half to even and clamped.
KERNEL round_sums(GLOBAL const IN_t *in, GLOBAL OUT_t *out, i64 size) {
  const i64 i = global_x();
  if (i < size) OUT_store(out, i, IN_load(in, i));
}
