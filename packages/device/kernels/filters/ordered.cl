// Elements as unsigned integers of the same order, NaN last, and back. TOP is the highest bit.
#if defined(ORDERED_FLOAT)
DEVICE KEY_t key_of(IN_v value) {
  if (value != value) return (KEY_t)~(KEY_t)0;
  const KEY_t bits = BITS_OF(value);
  return (KEY_t)((bits & TOP) != 0 ? ~bits : bits | TOP);
}
DEVICE IN_v value_of(KEY_t key) {
  const KEY_t bits = (KEY_t)((key & TOP) != 0 ? key ^ TOP : ~key);
  return VALUE_OF(bits);
}
#elif defined(ORDERED_SIGNED)
DEVICE KEY_t key_of(IN_v value) { return (KEY_t)((KEY_t)value ^ TOP); }
DEVICE IN_v value_of(KEY_t key) { return (IN_v)(KEY_t)(key ^ TOP); }
#else
DEVICE KEY_t key_of(IN_v value) { return value; }
DEVICE IN_v value_of(KEY_t key) { return key; }
#endif

KERNEL extend_keys(
    GLOBAL const IN_t *in, GLOBAL KEY_t *extended, int depth, int height, int width, int deep, int high, int wide,
    int before_z, int before_y, int before_x, i64 size, int mode, C cval) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 read = extended_read(i, depth, height, width, deep, high, wide, before_z, before_y, before_x, mode);
  extended[i] = key_of(read < 0 ? IN_cast(cval) : IN_get(in, read));
}
