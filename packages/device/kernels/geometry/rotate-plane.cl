// A plane, or the channels of one, rotated as scikit-image does it: bilinear (ORDER 1) or bicubic by Catmull and Rom (ORDER 3), every
// step in the precision of the image.
DEVICE C pixel_at(GLOBAL const C *in, int row, int column, int rows, int columns, int channels, int mode, C cval) {
  const int r = pixel_in(mode, row, rows), c = pixel_in(mode, column, columns);
  return r < 0 || c < 0 ? cval : in[(r * columns + c) * channels];
}

DEVICE C catmull_rom(C x, C a, C b, C c, C d) {
  const C third = 3 * (b - c) + d - a;
  const C second = 2 * a - 5 * b + 4 * c - d + x * third;
  const C first = c - a + x * second;
  return b + (C)0.5f * x * first;
}

KERNEL rotate_plane(GLOBAL const C *in, GLOBAL C *out, GLOBAL const C *map, int rows, int columns, int channels, int width, int mode, C cval, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int channel = (int)i % channels;
  const C x = (C)((int)i / channels % width), y = (C)((int)i / channels / width);
  const C row = map[1] * x + map[0] * y + map[4];
  const C column = map[3] * x + map[2] * y + map[5];
  const C top = floor(row), left = floor(column);
  const C dr = row - top, dc = column - left;
  const int r = (int)top, c = (int)left;
  GLOBAL const C *plane = in + channel;
#define PIXEL(row, column) pixel_at(plane, row, column, rows, columns, channels, mode, cval)
#if ORDER == 1
  const int below = (int)ceil(row), right = (int)ceil(column);
  const C upper = (1 - dc) * PIXEL(r, c) + dc * PIXEL(r, right);
  const C lower = (1 - dc) * PIXEL(below, c) + dc * PIXEL(below, right);
  out[i] = (1 - dr) * upper + dr * lower;
#else
  C along[4];
  for (int k = 0; k < 4; k++) along[k] = catmull_rom(dc, PIXEL(r + k - 1, c - 1), PIXEL(r + k - 1, c), PIXEL(r + k - 1, c + 1), PIXEL(r + k - 1, c + 2));
  out[i] = catmull_rom(dr, along[0], along[1], along[2], along[3]);
#endif
}
