// An image of stacks with a border around it, so that a neighbour is at the same distance from every pixel. Work items are elements of the
// extended image; the reach before the image is at z, y and x.
DEVICE i64 extended_read(
    i64 i, int depth, int height, int width, int deep, int high, int wide, int before_z, int before_y, int before_x, int mode) {
  const i64 line = quotient(i, wide);
  const i64 plane = quotient(line, high);
  const i64 stack = quotient(plane, deep);
  const int x = boundary_index(mode, (int)(i - line * wide) - before_x, width);
  const int y = boundary_index(mode, (int)(line - plane * high) - before_y, height);
  const int z = boundary_index(mode, (int)(plane - stack * deep) - before_z, depth);
  return x < 0 || y < 0 || z < 0 ? -1 : ((stack * depth + z) * height + y) * width + x;
}

// Where the window of a pixel begins in the extended image.
DEVICE i64 extended_start(i64 i, int depth, int height, int width, int deep, int high, int wide) {
  const i64 line = quotient(i, width);
  const i64 plane = quotient(line, height);
  const i64 stack = quotient(plane, depth);
  return ((stack * deep + (plane - stack * depth)) * high + (line - plane * height)) * wide + (i - line * width);
}
