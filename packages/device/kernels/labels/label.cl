// Connected components by union-find over runs of rows: parents are positions, -1 on the background, and never come after their children, so that
// the root of a component is its first pixel. Every step along parents leads to a smaller position, which bounds every loop.
// Source: D. Playne and K. Hawick, "A new algorithm for parallel connected-component labelling on GPUs" (2018); Y. Komura, "GPU-based
// cluster-labeling algorithm without the use of conventional iteration" (2015).

// What pixels have in common that belong together; 0 is the background, which is what INVERTED joins instead.
DEVICE IN_v code_at(GLOBAL const IN_t *in, i64 i) {
  const IN_v v = IN_get(in, i);
#if BY_VALUE && FLOATS
  return v - v != 0 ? (IN_v)INFINITE : trunc(v);
#elif BY_VALUE
  return v;
#else
  return (v != 0) != INVERTED ? (IN_v)1 : (IN_v)0;
#endif
}

// Every pixel of a part of a row joins the first one of its run within the part.
KERNEL join_runs(GLOBAL const IN_t *in, GLOBAL int *parents, i64 size, i64 width, i64 parts) {
  LOCAL int starts[GROUP];
  const int at = local_x();
  const i64 x = group_x() % parts * GROUP + at;
  const i64 i = group_x() / parts * width + x;
  const int inside = x < width && i < size;
  const IN_v code = inside ? code_at(in, i) : (IN_v)0;
  const int continues = inside && at > 0 && code_at(in, i - 1) == code;
  starts[at] = continues ? 0 : at;
  BARRIER();
  for (int step = 1; step < GROUP; step *= 2) {
    const int before = at >= step ? starts[at - step] : 0;
    BARRIER();
    if (before > starts[at]) starts[at] = before;
    BARRIER();
  }
  if (inside) parents[i] = code == 0 ? -1 : (int)(i - at + starts[at]);
}

DEVICE int root_of(GLOBAL int *parents, int at) {
  int parent = parents[at];
  while (parent < at) {
    const int grandparent = parents[parent];
    if (grandparent < parent) atomic_min_int(&parents[at], grandparent);
    at = parent;
    parent = grandparent;
  }
  return at;
}

// The larger root is hung below the smaller one; who finds that it was hung elsewhere meanwhile unites that too.
DEVICE void unite(GLOBAL int *parents, int a, int b) {
  a = root_of(parents, a);
  b = root_of(parents, b);
  while (a != b) {
    if (a < b) {
      const int smaller = a;
      a = b;
      b = smaller;
    }
    const int parent = atomic_min_int(&parents[a], b);
    if (parent == a) return;
    a = root_of(parents, parent);
    b = root_of(parents, b);
  }
}

// What a pixel is to be united with in a row before, -1 for nothing: only at the start of each overlap of two runs, where no pixel to the left does it.
// Where nothing lies above it may be two pixels, one to each side.
DEVICE i64 partner_in(GLOBAL const IN_t *in, i64 i, i64 above, i64 x, i64 width, int spread, int side, IN_v code) {
  const int is_above = code_at(in, above) == code;
  if (side > 0) return !is_above && spread && x + 1 < width && code_at(in, above + 1) == code && code_at(in, i + 1) != code ? above + 1 : -1;
  const int is_left = x > 0 && code_at(in, i - 1) == code;
  const int is_left_above = x > 0 && code_at(in, above - 1) == code;
  if (is_above) return is_left && is_left_above ? -1 : above;
  return spread && is_left_above && !is_left ? above - 1 : -1;
}

KERNEL join_rows(GLOBAL const IN_t *in, GLOBAL int *parents, i64 planes, i64 height, i64 width, int connectivity) {
  const i64 i = global_x();
  if (i >= planes * height * width) return;
  const IN_v code = code_at(in, i);
  if (code == 0) return;
  const i64 x = i % width;
  const i64 y = i / width % height;
  const i64 z = i / width / height;
  // The row itself, whose parts meet here, the row before, then the three of the plane before; both sides of each.
  for (int step = 0; step < 10; step++) {
    const int row = step / 2;
    const int dz = row > 1 ? 1 : 0;
    const int dy = row == 1 || row == 3 ? -1 : row == 4 ? 1 : 0;
    const int differing = row < 3 ? 1 : 2;
    if (differing > connectivity || z < dz || y + dy < 0 || y + dy >= height) continue;
    i64 partner = -1;
    if (row > 0) partner = partner_in(in, i, i + (dy - dz * height) * width, x, width, connectivity > differing, step % 2, code);
    else if (step == 0 && x > 0 && x % GROUP == 0 && code_at(in, i - 1) == code) partner = i - 1;
    if (partner >= 0) unite(parents, (int)i, (int)partner);
  }
}

KERNEL find_roots(GLOBAL int *parents, i64 size) {
  const i64 i = global_x();
  if (i < size && parents[i] >= 0) parents[i] = root_of(parents, (int)i);
}

KERNEL count_roots(GLOBAL const int *parents, GLOBAL int *counts, i64 size) {
  LOCAL int scratch[GROUP];
  const int at = local_x();
  const i64 i = global_x();
  const int count = sum_up_to(scratch, at, i < size && parents[i] == i);
  if (at == GROUP - 1) counts[group_x()] = count;
}

KERNEL number_roots(GLOBAL const int *parents, GLOBAL const int *before, GLOBAL u32 *labels, i64 size) {
  LOCAL int scratch[GROUP];
  const i64 i = global_x();
  const int is_root = i < size && parents[i] == i;
  const int number = sum_up_to(scratch, local_x(), is_root);
  if (is_root) labels[i] = (u32)(before[group_x()] + number);
}

KERNEL number_others(GLOBAL const int *parents, GLOBAL u32 *labels, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int root = parents[i];
  if (root != i) labels[i] = root < 0 ? 0 : labels[root];
}
