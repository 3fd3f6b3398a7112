// 1 where an image exceeds a threshold, and how often that is.
KERNEL mask_above(GLOBAL const IN_t *in, GLOBAL u8 *mask, GLOBAL int *count, i64 size, double threshold) {
  LOCAL int marked;
  if (local_x() == 0) marked = 0;
  BARRIER();
  int found = 0;
  for (i64 i = global_x(); i < size; i += groups_x() * group_size_x()) {
    const int exceeds = (double)IN_get(in, i) > threshold;
    mask[i] = (u8)exceeds;
    found += exceeds;
  }
  if (found > 0) atomic_add_int(&marked, found);
  BARRIER();
  if (local_x() == 0 && marked > 0) atomic_add_int(count, marked);
}
