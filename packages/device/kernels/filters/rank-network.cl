// The neighbour of a rank, by a sorting network of which only what leads to that rank is there: NETWORK leaves it in RESULT.
#define LOWER(a, b) a = a < b ? a : b;
#define UPPER(a, b) b = a < b ? b : a;
#define BOTH(a, b) least = a < b ? a : b; b = a < b ? b : a; a = least;

KERNEL rank_by_network(
    GLOBAL const KEY_t *extended, GLOBAL IN_t *out, GLOBAL const int *distances,
    int depth, int height, int width, int deep, int high, int wide, i64 size) {
  const i64 i = global_x();
  if (i >= size) return;
  GLOBAL const KEY_t *at = extended + extended_start(i, depth, height, width, deep, high, wide);
  KEY_t least;
  NETWORK
  IN_put(out, i, value_of(RESULT));
}
