// What a table holds for each value of an integer dtype, from its least one on.
KERNEL look_up(GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const OUT_t *table, i64 size, int least) {
  const i64 i = global_x();
  if (i < size) out[i] = table[(i64)in[i] - least];
}
