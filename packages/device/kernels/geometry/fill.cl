// One number everywhere.
KERNEL fill_numbers(GLOBAL C *out, C value, int size) {
  const i64 i = global_x();
  if (i < size) out[i] = value;
}
