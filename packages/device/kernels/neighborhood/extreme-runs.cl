// Minima, or maxima where `most` is 1, over a footprint that is a list of runs along lines; NaN where one is.
// Level k of the pyramid holds the extreme of the 2^k elements from each on of lines with their borders.

DEVICE OUT_v extreme_of(OUT_v a, OUT_v b, int most) {
  const int is_b = b != b || (most ? b > a : b < a);
  return is_b ? b : a;
}

KERNEL extend_lines(GLOBAL const IN_t *in, GLOBAL OUT_t *levels, int width, int wide, int before, i64 size, int mode, C cval) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 line = quotient(i, wide);
  const int read = boundary_index(mode, (int)(i - line * wide) - before, width);
  OUT_put(levels, i, read < 0 ? (OUT_v)IN_cast(cval) : (OUT_v)IN_get(in, line * width + read));
}

// The level from `to` on, of the one from `from` on: what is too near the end of a line is left as it is.
KERNEL raise_level(GLOBAL OUT_t *levels, i64 from, i64 to, int distance, int wide, i64 size, int most) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 line = quotient(i, wide);
  OUT_v best = OUT_get(levels, from + i);
  if (i - line * wide + distance < wide) best = extreme_of(best, OUT_get(levels, from + i + distance), most);
  OUT_put(levels, to + i, best);
}

// Runs are five numbers each: offsets of the line along z and y, a level, and the places of its two windows that cover the run.
KERNEL extreme_runs(
    GLOBAL const OUT_t *levels, GLOBAL OUT_t *out, GLOBAL const int *runs, int count, int depth, int height, int width, int wide,
    i64 level_size, i64 size, int most, int mode, C cval) {
  const i64 i = global_x();
  if (i >= size) return;
  const i64 line = quotient(i, width);
  const int x = (int)(i - line * width);
  const i64 plane = quotient(line, height);
  const int y = (int)(line - plane * height);
  const i64 stack = quotient(plane, depth);
  const int z = (int)(plane - stack * depth);
  const OUT_v outside = (OUT_v)IN_cast(cval);
  OUT_v best = outside;
  for (int n = 0; n < count; n++) {
    GLOBAL const int *run = runs + 5 * n;
    const int at_z = boundary_index(mode, z + run[0], depth);
    const int at_y = boundary_index(mode, y + run[1], height);
    OUT_v value = outside;
    if (at_z >= 0 && at_y >= 0) {
      GLOBAL const OUT_t *extended = levels + run[2] * level_size + ((stack * depth + at_z) * height + at_y) * wide + x;
      value = extreme_of(OUT_get(extended, run[3]), OUT_get(extended, run[4]), most);
    }
    best = n == 0 ? value : extreme_of(best, value, most);
  }
  OUT_put(out, i, best);
}
