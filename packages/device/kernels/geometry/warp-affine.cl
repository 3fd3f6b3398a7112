// A plane read at positions in OpenCV's fixed point, x and y of each column and row of the result: the nearest pixel (WIDTH 1), or WIDTH x WIDTH
// pixels by the weights of one of 32 x 32 places between pixels. STORE: 0 as the dtype rounds, 1 of sums in fixed point of 15 bits.
DEVICE int to_short(int value) { return value < -32768 ? -32768 : value > 32767 ? 32767 : value; }

DEVICE C warp_pixel(GLOBAL const IN_t *in, int row, int column, int height, int width, int mode, C outside) {
  const int r = pixel_in(mode, row, height), c = pixel_in(mode, column, width);
  return r < 0 || c < 0 ? outside : IN_load(in, (i64)r * width + c);
}

KERNEL warp_affine(GLOBAL const IN_t *in, GLOBAL IN_t *out, GLOBAL const i32 *columns, GLOBAL const i32 *rows, GLOBAL const C *weights, int shift, int height, int width, int target, int mode, C outside, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int x = (int)i % target, y = (int)i / target;
  const int column = (int)((u32)rows[2 * y] + (u32)columns[2 * x]) >> shift;
  const int row = (int)((u32)rows[2 * y + 1] + (u32)columns[2 * x + 1]) >> shift;
#if WIDTH == 1
  IN_store(out, i, warp_pixel(in, to_short(row), to_short(column), height, width, mode, outside));
#else
  const int top = to_short(row >> 5) - (WIDTH / 2 - 1), left = to_short(column >> 5) - (WIDTH / 2 - 1);
  const int at = ((row & 31) * 32 + (column & 31)) * WIDTH * WIDTH;
  C sum = 0;
  for (int k = 0; k < WIDTH * WIDTH; k++) sum += warp_pixel(in, top + k / WIDTH, left + k % WIDTH, height, width, mode, outside) * weights[at + k];
#if STORE == 1
  sum = (C)(((i64)sum + 16384) >> 15);
#endif
  IN_store(out, i, sum);
#endif
}
