// 1 where an element is not zero, NaN included.
KERNEL find_foreground(GLOBAL const IN_t *in, GLOBAL u8 *out, i64 size) {
  const i64 i = global_x();
  if (i < size) out[i] = IN_get(in, i) != (IN_v)0 ? 1 : 0;
}
