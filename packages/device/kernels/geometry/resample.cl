// Weighted sums along one axis: `count` points of `width` pixels each, -1 for a pixel of value cval. Lines of `extent` elements, `inner` apart.
KERNEL resample_axis(GLOBAL const C *in, GLOBAL C *out, GLOBAL const i32 *pixels, GLOBAL const C *weights, int width, int count, int extent, int inner, C cval, int size) {
  const i64 item = global_x();
  if (item >= size) return;
  const int i = (int)item;
  const int lane = i % inner;
  const int point = i / inner % count;
  const int line = i / inner / count * extent * inner + lane;
  C sum = 0;
  for (int k = 0; k < width; k++) {
    const int pixel = pixels[point * width + k];
    sum += (pixel < 0 ? cval : in[line + pixel * inner]) * weights[point * width + k];
  }
  out[i] = sum;
}

// cval where the point lies outside along an axis.
KERNEL fill_outside(GLOBAL C *values, GLOBAL const u8 *outside, int count, int inner, C cval, int size) {
  const i64 i = global_x();
  if (i < size && outside[(int)i / inner % count]) values[i] = cval;
}
