// Pixels at which labels meet, by neighbours that differ in at most so many axes. `mode`: 0 both sides, 1 those in objects, 2 those in the background, and
// where two objects touch, corners included.
KERNEL mark_boundaries(GLOBAL const IN_t *in, GLOBAL u8 *mask, i64 planes, i64 height, i64 width, int connectivity, int mode) {
  const i64 i = global_x();
  if (i >= planes * height * width) return;
  const i64 x = i % width;
  const i64 y = i / width % height;
  const i64 z = i / width / height;
  const IN_v own = IN_get(in, i);
  int meets = 0;
  int meets_object = 0;
  for (int dz = z > 0 ? -1 : 0; dz <= (z + 1 < planes ? 1 : 0); dz++) {
    for (int dy = y > 0 ? -1 : 0; dy <= (y + 1 < height ? 1 : 0); dy++) {
      for (int dx = x > 0 ? -1 : 0; dx <= (x + 1 < width ? 1 : 0); dx++) {
        const IN_v other = IN_get(in, i + (dz * height + dy) * width + dx);
        if (other == own) continue;
        if ((dz != 0) + (dy != 0) + (dx != 0) <= connectivity) meets = 1;
        if (other != 0) meets_object = 1;
      }
    }
  }
  if (mode == 1) meets = meets && own != 0;
  if (mode == 2) meets = meets && (own == 0 || meets_object);
  mask[i] = (u8)meets;
}
