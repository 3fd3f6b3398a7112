// How many of the thresholds each pixel exceeds.
KERNEL classify(GLOBAL const IN_t *in, GLOBAL u32 *out, GLOBAL const double *thresholds, int count, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  const double value = (double)IN_get(in, i);
  u32 exceeded = 0;
  for (int k = 0; k < count; k++) exceeded += value > thresholds[k] ? 1 : 0;
  out[i] = exceeded;
}
