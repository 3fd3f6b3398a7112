// The largest of each column of a stack; NaN where one is.
KERNEL max_projection(GLOBAL const IN_t *in, GLOBAL IN_t *out, i64 planes, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  IN_v most = IN_get(in, i);
  for (i64 z = 1; z < planes; z++) {
    const IN_v value = IN_get(in, z * size + i);
    if (value > most || value != value) most = value;
    if (most != most) break;
  }
  IN_put(out, i, most);
}
