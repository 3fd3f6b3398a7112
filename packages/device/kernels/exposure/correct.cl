// CORRECTION is an expression of `value`, an intensity of a float image, and of the numbers p and gain; `negative` tells whether any intensity is.
KERNEL correct(GLOBAL const IN_t *in, GLOBAL IN_t *out, GLOBAL int *negative, i64 size, C p, C gain) {
  const i64 i = global_x();
  if (i >= size) return;
  const C value = IN_load(in, i);
  if (value < (C)0) atomic_or_int(negative, 1);
  IN_store(out, i, CORRECTION);
}
