// The image and some of what smoothing takes from it, within 0 and 1, or within -1 and 1 where the image has a negative element.

KERNEL find_negative(GLOBAL const IN_t *in, GLOBAL int *found, i64 size) {
  const i64 i = global_x();
  if (i < size && IN_load(in, i) < (C)0) atomic_or_int(found, 1);
}

KERNEL sharpen(GLOBAL const IN_t *in, GLOBAL const S_t *smoothed, GLOBAL OUT_t *out, GLOBAL const int *negative, i64 size, C scale, C amount, int is_clipped) {
  const i64 i = global_x();
  if (i >= size) return;
  C value = IN_load(in, i) * scale;
  if (scale != (C)1 && value < (C)-1) value = (C)-1;
  value += (value - S_load(smoothed, i)) * amount;
  if (is_clipped) {
    const C least = negative[0] != 0 ? (C)-1 : (C)0;
    value = value < least ? least : value > (C)1 ? (C)1 : value;
  }
  OUT_put(out, i, (OUT_v)value);
}
