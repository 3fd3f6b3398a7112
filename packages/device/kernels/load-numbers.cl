// Elements of any dtype as numbers of the compute type.
KERNEL load_numbers(GLOBAL const IN_t *in, GLOBAL C *out, int size) {
  const i64 i = global_x();
  if (i < size) out[i] = IN_load(in, i);
}
