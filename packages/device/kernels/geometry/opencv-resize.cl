// What cv2.resize makes of sums. `store`: 0 as they are, 1 times a share, 2 a rounded quarter, 3 in fixed point of 22 bits.
KERNEL store_sums(GLOBAL const IN_t *in, GLOBAL OUT_t *out, int store, C share, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  C value = IN_load(in, i);
  if (store == 1) value *= share;
  else if (store == 2) value = floor((value + 2) / 4);
  else if (store == 3) value = floor((value + (C)2097152) / (C)4194304);
  OUT_store(out, i, value);
}

// Two lines of sums with weights of 11 bits, blended with such weights; OpenCV drops the low bits on the way.
KERNEL blend_fixed_rows(GLOBAL const IN_t *lines, GLOBAL OUT_t *out, GLOBAL const i32 *rows, GLOBAL const i32 *weights, int width, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int x = (int)i % width, y = (int)i / width;
  const int first = (int)IN_load(lines, (i64)rows[2 * y] * width + x), second = (int)IN_load(lines, (i64)rows[2 * y + 1] * width + x);
  const int value = (((weights[2 * y] * (first >> 4)) >> 16) + ((weights[2 * y + 1] * (second >> 4)) >> 16) + 2) >> 2;
  OUT_store(out, i, (C)value);
}
