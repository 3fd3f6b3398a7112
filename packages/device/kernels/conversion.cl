// Elements of one dtype as those of another: rounded half to even and clamped where that is an integer.
KERNEL convert_elements(GLOBAL const IN_t *in, GLOBAL OUT_t *out, i64 size) {
  const i64 i = global_x();
  if (i < size) OUT_store(out, i, IN_load(in, i));
}
