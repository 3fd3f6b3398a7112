// Exact squared distances from the background, one axis after another: along the first by two scans, along the others by a search outwards that ends
// where no pixel farther away can be nearer. `found` is 0 where there is no background at all.
// Source: T. Saito and J. Toriwaki, "New algorithms for Euclidean distance transformation" (1994).

KERNEL find_background(GLOBAL const IN_t *in, GLOBAL int *found, i64 size) {
  const i64 i = global_x();
  if (i < size && IN_get(in, i) == 0 && *found == 0) atomic_max_int(found, 1);
}

KERNEL scan_lines(GLOBAL const IN_t *in, GLOBAL C *squares, i64 lines, i64 extent, i64 inner, C spacing) {
  const i64 line = global_x();
  if (line >= lines) return;
  const i64 start = line / inner * extent * inner + line % inner;
  i64 site = -1;
  for (i64 p = 0; p < extent; p++) {
    if (IN_get(in, start + p * inner) == 0) site = p;
    const C distance = (C)(p - site) * spacing;
    squares[start + p * inner] = site < 0 ? (C)INFINITE : distance * distance;
  }
  site = -1;
  for (i64 p = extent - 1; p >= 0; p--) {
    const i64 at = start + p * inner;
    if (IN_get(in, at) == 0) site = p;
    const C distance = (C)(site - p) * spacing;
    if (site >= 0 && distance * distance < squares[at]) squares[at] = distance * distance;
  }
}

KERNEL search_lines(GLOBAL const C *squares, GLOBAL C *nearer, GLOBAL const int *found, i64 size, i64 extent, i64 inner, C spacing) {
  const i64 i = global_x();
  if (i >= size || *found == 0) return;
  const i64 p = i / inner % extent;
  const i64 farthest = p > extent - 1 - p ? p : extent - 1 - p;
  C best = squares[i];
  for (i64 k = 1; k <= farthest; k++) {
    const C distance = (C)k * spacing;
    const C square = distance * distance;
    if (square >= best) break;
    if (p >= k && squares[i - k * inner] + square < best) best = squares[i - k * inner] + square;
    if (p + k < extent && squares[i + k * inner] + square < best) best = squares[i + k * inner] + square;
  }
  nearer[i] = best;
}

// Without background: from the pixel at -1 on the first axis and 0 on the others, or `infinity` where that is not 0.
KERNEL distances_from_squares(
  GLOBAL const C *squares, GLOBAL const int *found, GLOBAL OUT_t *out, GLOBAL const int *shape, GLOBAL const C *spacings, i64 rank, i64 size, C infinity
) {
  const i64 i = global_x();
  if (i >= size) return;
  if (*found != 0) {
    out[i] = (OUT_t)sqrt(squares[i]);
    return;
  }
  C square = 0;
  i64 rest = i;
  for (i64 axis = rank - 1; axis >= 0; axis--) {
    const i64 extent = shape[axis];
    const C distance = (C)(rest % extent + (axis == 0 ? 1 : 0)) * spacings[axis];
    square += distance * distance;
    rest /= extent;
  }
  out[i] = (OUT_t)sqrt(infinity != 0 ? infinity : square);
}
